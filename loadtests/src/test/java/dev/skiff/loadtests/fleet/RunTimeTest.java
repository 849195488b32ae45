package dev.skiff.loadtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTimeTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(1);

  @Test
  void shouldRunForever() {
    assertThat(RunTime.parse("forever").draw(RANDOM)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldRunForATime() {
    assertThat(RunTime.parse("fixed:1.5").draw(RANDOM)).isEqualTo(1_500_000);
  }

  @Test
  void shouldRunForSomeTimeAroundAMean() {
    RunTime runTime = RunTime.parse("exponential:2");
    double mean =
        LongStream.range(0, 10_000).map(_ -> runTime.draw(RANDOM)).average().orElseThrow();
    assertThat(mean).isBetween(1_900_000.0, 2_100_000.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fixed", "fixed:", "fixed:-1", "fixed:NaN", "sometimes"})
  void shouldSayWhatIsExpected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunTime.parse(text))
        .withMessageContaining("expected: forever, fixed:SECONDS or exponential:SECONDS");
  }
}

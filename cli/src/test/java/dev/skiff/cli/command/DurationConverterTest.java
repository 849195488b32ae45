package dev.skiff.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationConverterTest {
  @ParameterizedTest
  @CsvSource({"90,PT1M30S", "1500ms,PT1.5S", "10m,PT10M", "1h30m,PT1H30M", "2d,PT48H"})
  void shouldReadWhatPeopleWrite(String text, Duration duration) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "10x", "1.5s", "ms", "10 m", "99999999999s"})
  void shouldRefuseTheRest(String text) {
    assertThatThrownBy(() -> new DurationConverter().convert(text))
        .hasMessage("\"" + text + "\" (expected: such as 30s, 10m, 1h30m)");
  }
}

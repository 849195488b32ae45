package dev.skiff.loadtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScriptsTest {
  private final Scripts scripts = scripts(0);

  private static Scripts scripts(double failShare) {
    return new Scripts(
        new RunTime.Fixed(Duration.ofSeconds(7)), failShare, new SplittableRandom(1));
  }

  @Test
  void shouldSleepAsLongAsItIsTold() {
    Scripts.Play play = scripts.play(List.of("sleep", "2.5"));
    assertThat(play.micros()).isEqualTo(2_500_000);
    assertThat(play.exit(9).succeeded()).isTrue();
  }

  @Test
  void shouldSleepForEverWhenThatIsNoNumber() {
    assertThat(scripts.play(List.of("sleep", "infinity")).micros()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldAddUpWhatItWaitsAndEndWithItsCode() {
    Scripts.Play play = scripts.play(List.of("sh", "-c", "sleep 1; sleep 2; exit 3"));
    assertThat(play.micros()).isEqualTo(3_000_000);
    assertThat(play.exitCode()).isEqualTo(3);
  }

  @Test
  void shouldRunAnythingElseForTheTimeOfTheFleet() {
    assertThat(scripts.play(List.of("/bin/server")).micros()).isEqualTo(7_000_000);
  }

  @Test
  void shouldFailABootThatIsToFail() {
    assertThat(scripts.play(List.of("sh", "-c", "fail-boot no-kernel")).failsBoot())
        .isEqualTo("no-kernel");
  }

  @Test
  void shouldLetAShareOfTheCommandsFail() {
    Scripts half = scripts(0.5);
    long failed = 0;
    for (int i = 0; i < 1_000; i++) {
      failed += half.play(List.of("sleep", "1")).exitCode();
    }
    assertThat(failed).isBetween(400L, 600L);
  }
}

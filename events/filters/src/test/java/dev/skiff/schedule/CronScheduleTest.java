package dev.skiff.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * * | UTC | 2026-11-24T05:00:30Z | 2026-11-24T05:01:00Z
          30 2 * * 1-5 | UTC | 2026-11-27T12:00:00Z | 2026-11-30T02:30:00Z
          30 2 * * * | Europe/Berlin | 2026-11-24T05:00:00Z | 2026-11-25T01:30:00Z
          0 0 1 JAN * | UTC | 2026-11-24T05:00:00Z | 2027-01-01T00:00:00Z
          0 12 13 * 5 | UTC | 2026-11-24T05:00:00Z | 2026-11-27T12:00:00Z
          */15 * * * * | UTC | 2026-11-24T05:15:00Z | 2026-11-24T05:30:00Z
          0 0 29 2 * | UTC | 2026-11-24T05:00:00Z | 2028-02-29T00:00:00Z
          """)
  void shouldSayWhenItComesNext(String schedule, String zone, String after, String next) {
    assertThat(CronSchedule.parse(schedule, zone).next(Instant.parse(after)))
        .contains(Instant.parse(next));
  }

  @Test
  void shouldBeInUtcUnlessSaid() {
    assertThat(CronSchedule.parse("0 5 * * *", null).next(Instant.parse("2026-07-01T00:00:00Z")))
        .contains(Instant.parse("2026-07-01T05:00:00Z"));
  }

  @Test
  void shouldFollowTheClocksOfItsZone() {
    CronSchedule daily = CronSchedule.parse("30 3 * * *", "Europe/Berlin");

    assertThat(daily.next(Instant.parse("2026-10-24T12:00:00Z")))
        .contains(Instant.parse("2026-10-25T02:30:00Z"));
    assertThat(daily.next(Instant.parse("2026-10-23T12:00:00Z")))
        .contains(Instant.parse("2026-10-24T01:30:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          60 * * * * | Value 60 not in range [0, 59]
          * * * * | contains 4 parts
          * * * * * * | contains 6 parts
          @daily | Nicknames
          a b c d e | Invalid chars
          5-1 * * * * | Invalid range
          `` | Empty
          """)
  void shouldRefuseWhatIsNoScheduleAndSayWhatIsOne(String schedule, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CronSchedule.parse(schedule, null))
        .withMessageContaining(reason)
        .withMessageContaining("expected: minute, hour, day of month, month, day of week");
  }

  @Test
  void shouldRefuseAZoneThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CronSchedule.parse("* * * * *", "Mars/Olympus"))
        .withMessage("\"Mars/Olympus\" (expected: a time zone such as Europe/Berlin)");
  }

  @Test
  void shouldHaveNoNextMomentWhereThereIsNone() {
    assertThat(CronSchedule.parse("0 0 31 2 *", null).next(Instant.parse("2026-07-01T00:00:00Z")))
        .isEmpty();
  }
}

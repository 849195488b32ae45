package dev.skiff.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "-5,0s",
    "0,0s",
    "119,119s",
    "120,2m",
    "192,3m12s",
    "600,10m",
    "7199,119m",
    "7200,2h",
    "12000,3h20m",
    "28800,8h",
    "172799,47h",
    "172800,2d",
    "8640000,100d"
  })
  void shouldShowTheUnitsThatMatter(long seconds, String age) {
    assertThat(Amounts.age(seconds * 1_000_000)).isEqualTo(age);
  }

  @ParameterizedTest
  @CsvSource({"0,0 µs", "999,999 µs", "4200,4.2 ms", "123456,123 ms", "2314000,2.31 s"})
  void shouldShowThreeDigitsOfASpan(long micros, String span) {
    assertThat(Amounts.span(micros)).isEqualTo(span);
  }

  @ParameterizedTest
  @CsvSource({"0,0B", "1023,1023B", "1024,1KiB", "1258291,1.2MiB", "137438953472,128GiB"})
  void shouldShowBytesInTheUnitThatFits(long count, String text) {
    assertThat(Amounts.bytes(count)).isEqualTo(text);
  }

  @Test
  void shouldCutWhatIsTooLong() {
    assertThat(Printable.shortened("abcdef", 4)).isEqualTo("abc…");
    assertThat(Printable.shortened("abcd", 4)).isEqualTo("abcd");
  }
}

package dev.skiff.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {
  private static final Map<String, String> LABELS = Map.of("zone", "a", "rack", "r1", "ssd", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone=a|true",
        "zone==a|true",
        "zone = b|false",
        "zone!=a|false",
        "zone!=b|true",
        "colour!=red|true",
        "zone in (a,b)|true",
        "zone in ( b , c )|false",
        "zone notin (b)|true",
        "colour notin (red)|true",
        "ssd|true",
        "!ssd|false",
        "!colour|true",
        "zone=a,rack=r1,!colour|true",
        "zone=a,rack=r2|false"
      })
  void shouldMatchAsKubernetesDoes(String selector, boolean matches) {
    assertThat(Selector.parse(selector).matches(LABELS)).isEqualTo(matches);
  }

  @Test
  void shouldMatchEverythingWhenEmpty() {
    assertThat(Selector.parse("  ").matches(Map.of())).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone=|5",
        "=a|0",
        "zone in a|8",
        "zone in (a|10",
        "zone=a,|7",
        "zone=a rack=b|7",
        "a b|2"
      })
  void shouldShowWhereASelectorBreaks(String selector, int position) {
    assertThatThrownBy(() -> Selector.parse(selector))
        .isInstanceOfSatisfying(
            SelectorSyntaxException.class, e -> assertThat(e.position()).isEqualTo(position))
        .hasMessageContaining("expected:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"zone=a,rack!=r1", "zone in (a,b),x notin (c)", "ssd,!gpu", "inside=yes", "in=a"})
  void shouldReadBackWhatItPrints(String selector) {
    assertThat(Selector.parse(selector)).hasToString(selector);
    assertThat(Selector.parse(Selector.parse(selector).toString()))
        .isEqualTo(Selector.parse(selector));
  }
}

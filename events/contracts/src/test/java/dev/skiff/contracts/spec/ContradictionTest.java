package dev.skiff.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContradictionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zone=a ; zone=b | zone=a and zone=b cannot hold together
          zone=a,zone=b | zone=a and zone=b cannot hold together
          x ; !x | x and !x cannot hold together
          !x ; x=1 | !x and x=1 cannot hold together
          x in (a) ; x!=a | x in (a) and x!=a cannot hold together
          x in (a,b) ; x notin (a,b,c) | x in (a,b) and x notin (a,b,c) cannot hold together
          ssd ; x in (a,b) ; zone=a ; x in (c,d) | x in (a,b) and x in (c,d) cannot hold together
          x in (a,b) ; x!=a ; x!=c ; x!=b | x in (a,b) and x!=a and x!=b cannot hold together
          x in (a,b) ; x in (b,c) ; x in (c,a) | x in (a,b) and x in (b,c) and x in (c,a) cannot hold together
          """)
  void shouldNameAllThatCannotHoldTogetherAndNothingElse(String selectors, String sentence) {
    assertThat(found(selectors)).hasToString("Optional[" + sentence + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zone=a ; zone=a",
        "zone in (a,b) ; zone=b",
        "zone in (a,b) ; zone!=a",
        "!x ; x!=a",
        "!x ; x notin (a,b)",
        "x ; x!=a",
        "x=a ; y=b ; !z",
        ""
      })
  void shouldFindNothingWhereAHostCanMatch(String selectors) {
    assertThat(found(selectors)).isEmpty();
  }

  /// Compared with trying every label set there can be.
  @Test
  void shouldAgreeWithTryingAllLabels() {
    String[] some = {
      "x=a", "x=b", "x!=a", "x!=b", "x in (a,b)", "x in (b,c)", "x notin (a,c)", "x", "!x"
    };
    Random random = new Random(7);
    for (int round = 0; round < 5_000; round++) {
      List<Selector> selectors =
          random
              .ints(1 + random.nextInt(5), 0, some.length)
              .mapToObj(i -> Selector.parse(some[i]))
              .toList();
      boolean possible =
          List.of(
                  Map.<String, String>of(),
                  Map.of("x", "a"),
                  Map.of("x", "b"),
                  Map.of("x", "c"),
                  Map.of("x", "another"))
              .stream()
              .anyMatch(labels -> selectors.stream().allMatch(s -> s.matches(labels)));

      assertThat(Selector.contradiction(selectors).isEmpty())
          .as("%s", selectors)
          .isEqualTo(possible);
    }
  }

  private static Optional<Contradiction> found(String selectors) {
    return Selector.contradiction(
        Arrays.stream(selectors.split(";")).map(String::strip).map(Selector::parse).toList());
  }
}

package dev.skiff.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skiff.contracts.function.EventFilter;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.Payload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventMatcherTest {
  private static final Event EVENT =
      new Event(
          Map.of(
              "id", "7",
              "source", "/photos/1",
              "type", "com.example.uploaded",
              "specversion", "1.0",
              "time", "2026-11-24T05:00:00Z",
              "size", "150"),
          Payload.EMPTY);
  private static final EventFilter YES = exact("type", "com.example.uploaded");
  private static final EventFilter NO = exact("type", "com.example.removed");

  @Test
  void shouldTakeEveryEventWithoutFilters() {
    assertThat(takes()).isTrue();
  }

  @Test
  void shouldCompareWholeAttributesBeginningsAndEnds() {
    assertThat(takes(YES)).isTrue();
    assertThat(takes(exact("type", "com.example"))).isFalse();
    assertThat(takes(new EventFilter.Prefix(Map.of("source", "/photos/")))).isTrue();
    assertThat(takes(new EventFilter.Prefix(Map.of("source", "photos")))).isFalse();
    assertThat(takes(new EventFilter.Suffix(Map.of("type", ".uploaded")))).isTrue();
    assertThat(takes(new EventFilter.Suffix(Map.of("type", ".upload")))).isFalse();
  }

  @Test
  void shouldAskForEveryAttributeThatIsNamed() {
    assertThat(takes(new EventFilter.Exact(Map.of("id", "7", "size", "150")))).isTrue();
    assertThat(takes(new EventFilter.Exact(Map.of("id", "7", "size", "151")))).isFalse();
  }

  @Test
  void shouldNotTakeAnEventWithoutTheAttribute() {
    assertThat(takes(exact("subject", "x"))).isFalse();
    assertThat(takes(new EventFilter.Prefix(Map.of("subject", "")))).isFalse();
  }

  @Test
  void shouldNeedAllOfItsFilters() {
    assertThat(takes(YES, YES)).isTrue();
    assertThat(takes(YES, NO)).isFalse();
    assertThat(takes(new EventFilter.All(List.of(YES, NO)))).isFalse();
    assertThat(takes(new EventFilter.Any(List.of(NO, YES)))).isTrue();
    assertThat(takes(new EventFilter.Any(List.of(NO)))).isFalse();
    assertThat(takes(new EventFilter.Not(List.of(NO)))).isTrue();
    assertThat(takes(new EventFilter.Not(List.of(NO, YES)))).isFalse();
    assertThat(takes(new EventFilter.Not(List.of(new EventFilter.Not(List.of(YES)))))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          size > 100 | true
          size > 150 | false
          type = 'com.example.uploaded' AND NOT EXISTS subject | true
          source LIKE '/photos/%' | true
          id IN ('7', '8') | true
          UPPER(type) = 'COM.EXAMPLE.UPLOADED' | true
          subject = 'x' | false
          subject != 'x' | false
          size | false
          time = '2026-11-24T05:00Z' OR TRUE | true
          """)
  void shouldTakeWhatAnExpressionIsTrueOf(String expression, boolean expected) {
    assertThat(takes(new EventFilter.Cesql(expression))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          size > | 7
          type == 'x' | 7
          type LIKE 'a%' $ | 16
          subject = 'a | 11
          type = 'a' AND FOO(1) | 16
          LENGTH() > 1 | 1
          `` | 1
          """)
  void shouldSayWhereAnExpressionIsWrong(String expression, int column) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> takes(new EventFilter.Cesql(expression)))
        .isInstanceOfSatisfying(
            ExpressionException.class, e -> assertThat(e.column()).isEqualTo(column))
        .withMessageStartingWith("at " + column + ": ");
  }

  @Test
  void shouldRefuseAnExpressionThatNestsTooDeeply() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> takes(new EventFilter.Cesql("(".repeat(900) + "TRUE" + ")".repeat(900))))
        .withMessageContaining("nests too deeply");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> takes(new EventFilter.Cesql("x".repeat(2_049))))
        .withMessageContaining("expected: at most 2048");
  }

  private static EventFilter exact(String name, String value) {
    return new EventFilter.Exact(Map.of(name, value));
  }

  private static boolean takes(EventFilter... filters) {
    return EventMatcher.of(List.of(filters)).matches(EVENT);
  }
}

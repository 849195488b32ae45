package dev.skiff.filters;

import dev.skiff.contracts.function.EventFilter;
import dev.skiff.contracts.invocation.Event;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// The filters of a trigger, made ready to be asked about many events. Immutable and safe for
/// concurrent use.
///
/// An attribute that an event does not have equals nothing, begins with nothing and ends with
/// nothing. An expression that cannot be evaluated on an event does not take it.
public final class EventMatcher {
  private final List<Predicate<Event>> filters;

  private EventMatcher(List<Predicate<Event>> filters) {
    this.filters = filters;
  }

  /// @param filters all must take an event; none take every event
  /// @throws ExpressionException when one of them has an expression that cannot be read
  public static EventMatcher of(List<EventFilter> filters) {
    return new EventMatcher(compiled(filters));
  }

  public boolean matches(Event event) {
    return all(filters, event);
  }

  private static List<Predicate<Event>> compiled(List<EventFilter> filters) {
    return filters.stream().map(EventMatcher::compiled).toList();
  }

  private static Predicate<Event> compiled(EventFilter filter) {
    return switch (filter) {
      case EventFilter.Exact(var wanted) -> event -> compares(wanted, event, String::equals);
      case EventFilter.Prefix(var wanted) -> event -> compares(wanted, event, String::startsWith);
      case EventFilter.Suffix(var wanted) -> event -> compares(wanted, event, String::endsWith);
      case EventFilter.All(var inner) -> {
        List<Predicate<Event>> all = compiled(inner);
        yield event -> all(all, event);
      }
      case EventFilter.Any(var inner) -> {
        List<Predicate<Event>> any = compiled(inner);
        yield event -> any(any, event);
      }
      case EventFilter.Not(var inner) -> {
        List<Predicate<Event>> none = compiled(inner);
        yield event -> !any(none, event);
      }
      case EventFilter.Cesql(String expression) -> CesqlExpression.parse(expression)::isTrueOf;
    };
  }

  private static boolean compares(
      Map<String, String> wanted, Event event, BiPredicate<String, String> comparison) {
    return wanted.entrySet().stream()
        .allMatch(entry -> {
          String value = event.attributes().get(entry.getKey());
          return value != null && comparison.test(value, entry.getValue());
        });
  }

  private static boolean all(List<Predicate<Event>> filters, Event event) {
    return filters.stream().allMatch(filter -> filter.test(event));
  }

  private static boolean any(List<Predicate<Event>> filters, Event event) {
    return filters.stream().anyMatch(filter -> filter.test(event));
  }
}

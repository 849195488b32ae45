package dev.skiff.gateway.functions;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import java.util.HashMap;
import java.util.Map;

/// Bounds how many invocations of a function this gateway has written that are not over, and how
/// many of all functions. Safe for concurrent use.
final class Outstanding {
  static final int MOST_OF_A_FUNCTION = 10_000;
  static final int MOST = 100_000;
  private static final int RETRY_SECONDS = 5;

  private final int mostOfAFunction;
  private final int most;
  private final Map<FunctionId, Integer> counts = new HashMap<>();
  private int all;

  Outstanding() {
    this(MOST_OF_A_FUNCTION, MOST);
  }

  Outstanding(int mostOfAFunction, int most) {
    this.mostOfAFunction = mostOfAFunction;
    this.most = most;
  }

  /// Takes a place in the queue of each function that is named, as often as it is named, or none.
  ///
  /// @throws Problem when there is no room
  synchronized void take(Iterable<FunctionId> functions) {
    Map<FunctionId, Integer> more = new HashMap<>();
    int total = 0;
    for (FunctionId function : functions) {
      more.merge(function, 1, Integer::sum);
      total++;
    }
    for (Map.Entry<FunctionId, Integer> wanted : more.entrySet()) {
      int now = of(wanted.getKey());
      if (now + wanted.getValue() > mostOfAFunction) {
        throw full("%d invocations of %s are not over".formatted(now, wanted.getKey()));
      }
    }
    if (all + total > most) {
      throw full("%d invocations are not over".formatted(all));
    }
    more.forEach((function, count) -> counts.merge(function, count, Integer::sum));
    all += total;
  }

  synchronized void release(FunctionId function) {
    counts.computeIfPresent(function, (_, count) -> count == 1 ? null : count - 1);
    all--;
  }

  synchronized int of(FunctionId function) {
    return counts.getOrDefault(function, 0);
  }

  private static Problem full(String what) {
    return Problem.of(
            ProblemCode.QUEUE_FULL, what + "; nothing was accepted: try again when some are")
        .retryAfter(RETRY_SECONDS);
  }
}

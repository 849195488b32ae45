package dev.skiff.loadtests.check;

import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord.Transition;

/// Holds a log to covering every input once, in order, and its time to never running backwards.
final class Coverage {
  private final Findings findings;
  private long requestsNext;
  private long reportsNext;
  private long at;

  Coverage(Findings findings) {
    this.findings = findings;
  }

  long requestsNext() {
    return requestsNext;
  }

  long reportsNext() {
    return reportsNext;
  }

  void take(String where, Transition transition) {
    if (transition.at() < at) {
      findings.add(Kind.ILLEGAL, where, "its time %d is before %d".formatted(transition.at(), at));
    }
    at = Math.max(at, transition.at());
    long requests = requestsNext;
    long reports = reportsNext;
    for (InputRef input : transition.inputs()) {
      switch (input) {
        case InputRef.Requests(long first, long last) ->
            requests = follow(where, "requests", requests, first, last);
        case InputRef.LateRequests(long first, long last) ->
            requests = follow(where, "requests", requests, first, last);
        case InputRef.Reports(long first, long last) ->
            reports = follow(where, "reports", reports, first, last);
        case InputRef.Tick _,
            InputRef.Place _,
            InputRef.Silence _,
            InputRef.Beat _,
            InputRef.Heard _ -> {}
      }
    }
    end(where, "requests", requests, transition.requestsNext());
    end(where, "reports", reports, transition.reportsNext());
    requestsNext = Math.max(requestsNext, transition.requestsNext());
    reportsNext = Math.max(reportsNext, transition.reportsNext());
  }

  private long follow(String where, String topic, long next, long first, long last) {
    if (first < next) {
      findings.add(
          Kind.DOUBLED,
          where,
          "%s@%d is handled again: all before %d were".formatted(topic, first, next));
    } else if (first > next) {
      findings.add(
          Kind.LOST, where, "%s@%d to %d are passed over".formatted(topic, next, first - 1));
    }
    return Math.max(next, last + 1);
  }

  private void end(String where, String topic, long covered, long said) {
    if (covered != said) {
      findings.add(
          Kind.ILLEGAL,
          where,
          "says that %s goes on at %d, and has covered all before %d"
              .formatted(topic, said, covered));
    }
  }

  /// The log has been read to its end.
  ///
  /// @param requestsEnd offset after the last request that is in Kafka
  void finish(String log, long requestsEnd, long reportsEnd) {
    if (requestsNext < requestsEnd) {
      findings.add(
          Kind.LOST,
          log,
          "requests@%d to %d were never handled".formatted(requestsNext, requestsEnd - 1));
    }
    if (reportsNext < reportsEnd) {
      findings.add(
          Kind.LOST,
          log,
          "reports@%d to %d were never handled".formatted(reportsNext, reportsEnd - 1));
    }
  }
}

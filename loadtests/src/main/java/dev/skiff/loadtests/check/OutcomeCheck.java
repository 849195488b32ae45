package dev.skiff.loadtests.check;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds a log to giving every request one outcome, and to admitting what was asked for, once.
final class OutcomeCheck {
  private final Findings findings;
  private final Map<Long, Open> open = new HashMap<>();
  private final Map<String, JobId> keys = new HashMap<>();
  private long outcomes;

  /// A request that was handled and has no outcome yet.
  ///
  /// @param request null when it cannot be read
  private record Open(@Nullable Request request) {}

  OutcomeCheck(Findings findings) {
    this.findings = findings;
  }

  void handled(long offset, @Nullable Request request) {
    open.put(offset, new Open(request));
  }

  void outcome(String where, CellEvent.Outcome outcome) {
    outcomes++;
    if (open.remove(outcome.request()) == null) {
      findings.add(
          Kind.DOUBLED,
          where,
          "an outcome (%s) for requests@%d, which had one or was not handled"
              .formatted(outcome.code(), outcome.request()));
    }
  }

  /// An input that was passed over needs no outcome, though it may have one.
  void rejected(CellEvent.InputRejected rejected) {
    if (rejected.topic().equals("requests")
        && open.get(rejected.offset()) instanceof Open(Request request)
        && request == null) {
      open.remove(rejected.offset());
    }
  }

  void admitted(String where, CellEvent.JobAdmitted admitted) {
    Open asked = open.get(admitted.sequence());
    if (asked == null
        || !(asked.request() instanceof Request.SubmitJob submit)
        || !submit.job().equals(admitted.job())) {
      findings.add(
          Kind.ILLEGAL,
          where,
          "job %s was admitted, and requests@%d did not ask for it"
              .formatted(admitted.job(), admitted.sequence()));
    } else if (!submit.spec().equals(admitted.spec()) || submit.held() != admitted.held()) {
      findings.add(
          Kind.ILLEGAL, where, "job %s is not what was asked for".formatted(admitted.job()));
    }
    IdempotencyKey key = admitted.idempotency();
    JobId before = key == null ? null : keys.put(key.key(), admitted.job());
    if (before != null) {
      findings.add(
          Kind.DOUBLED,
          where,
          "jobs %s and %s were admitted under one idempotency key"
              .formatted(before, admitted.job()));
    }
  }

  void expired(CellEvent.KeysExpired expired) {
    expired.keys().forEach(keys::remove);
  }

  /// The Transition is over.
  void settle(String where) {
    if (!open.isEmpty()) {
      for (long offset : open.keySet()) {
        findings.add(
            Kind.LOST, where, "requests@%d was handled and has no outcome".formatted(offset));
      }
      open.clear();
    }
  }

  long outcomes() {
    return outcomes;
  }
}

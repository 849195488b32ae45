package dev.skiff.agent.serve;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.serve.RefusedAttempt.Reason;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Whether attempts may run: who owns their partition, what was run before, and how many run in a
/// VM. Safe for concurrent use; knows no clock and no VM.
final class SlotBook {
  static final int REMEMBERED = 32_768;

  private final Map<Integer, Long> epochs = new HashMap<>();
  private final Map<VmRun, Slots> slots = new HashMap<>();
  private final Map<String, Boolean> attempts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  private static final class Slots {
    int busy;
    boolean answered;
  }

  /// Remembers the highest owner, and refuses the others.
  synchronized void greet(Attempt attempt) throws RefusedAttempt {
    long highest = epochs.merge(attempt.partition(), attempt.epoch(), Math::max);
    if (attempt.epoch() < highest) {
      throw new RefusedAttempt(
          Reason.STALE_EPOCH,
          "epoch %d of partition %d is over (expected: >= %d)"
              .formatted(attempt.epoch(), attempt.partition(), highest));
    }
  }

  /// Takes a slot.
  ///
  /// @return whether the VM has answered an attempt before
  synchronized boolean take(Attempt attempt, VmRun run, int concurrency) throws RefusedAttempt {
    greet(attempt);
    if (attempts.containsKey(key(attempt))) {
      throw new RefusedAttempt(
          Reason.REPEATED,
          "attempt %d of %s was run or is running here"
              .formatted(attempt.number(), attempt.invocation()));
    }
    Slots of = slots.computeIfAbsent(run, _ -> new Slots());
    if (of.busy >= concurrency) {
      throw new RefusedAttempt(
          Reason.SLOTS_BUSY, "VM %s runs %d at a time already".formatted(run.vm(), concurrency));
    }
    of.busy++;
    attempts.put(key(attempt), true);
    return of.answered;
  }

  /// Gives a slot back after the attempt was run.
  synchronized void answered(VmRun run) {
    Slots of = slots.get(run);
    if (of != null) {
      of.busy--;
      of.answered = true;
    }
  }

  /// Gives a slot back of which nothing came: the attempt may be tried again.
  synchronized void undo(Attempt attempt, VmRun run) {
    attempts.remove(key(attempt));
    Slots of = slots.get(run);
    if (of != null) {
      of.busy--;
    }
  }

  /// A VM of which it is not known whether it has answered, because an earlier agent started it.
  synchronized void found(VmRun run) {
    slots.computeIfAbsent(run, _ -> new Slots()).answered = true;
  }

  synchronized void forget(VmRun run) {
    slots.remove(run);
  }

  private static String key(Attempt attempt) {
    return attempt.invocation() + "#" + attempt.number();
  }
}

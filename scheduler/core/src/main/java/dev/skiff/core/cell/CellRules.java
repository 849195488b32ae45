package dev.skiff.core.cell;

import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.core.placement.Policy;
import java.util.Set;

/// The numbers that a cell is run by. All times in microseconds unless the name says otherwise.
///
/// @param suspectAfter a host unheard of for so long gets no new VMs
/// @param lostAfter a host unheard of for so long is given up
/// @param keyTtl idempotency keys are remembered for so long
/// @param maxKeys and no more than so many
/// @param maxVms VMs that a cell may hold, finished ones included
/// @param cancelGraceMillis time to end for the VMs of a cancelled job
/// @param moveGraceMillis time to end for a VM that is replaced, moved or gives way
/// @param backoffFirst wait before the first restart; doubles each time
/// @param backoffMost longest wait before a restart
/// @param ranWell a service's VM that ran for so long counts its restarts anew
/// @param refusedPause a VM that its host refused waits so long before the next try
/// @param sweepMost VMs that one tick ends at most
/// @param placeMost VMs that one pass places at most
/// @param lookMost waiting jobs that one pass looks at, at most
/// @param explainMost waiting jobs to which one pass gives a reason, at most
/// @param explainEvery a reason is looked at again after so long
/// @param preemptMost VMs for which one pass makes others give way, at most
/// @param leaseMillis how long a host may run exclusive VMs after a heartbeat that was answered
/// @param leaseDrift by so much clocks may differ in how fast they run, over a lease, and events be
///   late
/// @param leaseRenew a host's lease is renewed this often
/// @param policy how hosts are chosen
public record CellRules(
    long suspectAfter,
    long lostAfter,
    long keyTtl,
    int maxKeys,
    int maxVms,
    long cancelGraceMillis,
    long moveGraceMillis,
    long backoffFirst,
    long backoffMost,
    long ranWell,
    long refusedPause,
    int sweepMost,
    int placeMost,
    int lookMost,
    int explainMost,
    long explainEvery,
    int preemptMost,
    long leaseMillis,
    long leaseDrift,
    long leaseRenew,
    Policy policy) {
  private static final long SECOND = 1_000_000;

  public CellRules {
    if (suspectAfter <= 0 || lostAfter <= suspectAfter) {
      throw new IllegalArgumentException(
          "lostAfter: %d, suspectAfter: %d us (expected: lostAfter > suspectAfter > 0)"
              .formatted(lostAfter, suspectAfter));
    }
    if (leaseMillis < 1 || leaseRenew >= leaseMillis * 1_000) {
      throw new IllegalArgumentException(
          "leaseRenew: %d us, lease: %d ms (expected: renewed before it is over)"
              .formatted(leaseRenew, leaseMillis));
    }
  }

  public static final CellRules DEFAULT =
      new CellRules(
          5 * SECOND,
          30 * SECOND,
          3600 * SECOND,
          1_000_000,
          4_000_000,
          10_000,
          10_000,
          SECOND,
          300 * SECOND,
          600 * SECOND,
          SECOND / 2,
          500,
          4_000,
          10_000,
          20,
          5 * SECOND,
          16,
          15_000,
          5 * SECOND,
          5 * SECOND,
          Policy.DEFAULT);

  /// The same with other patience for silent hosts.
  public CellRules withSilence(long suspected, long lost) {
    return new CellRules(
        suspected,
        lost,
        keyTtl,
        maxKeys,
        maxVms,
        cancelGraceMillis,
        moveGraceMillis,
        backoffFirst,
        backoffMost,
        ranWell,
        refusedPause,
        sweepMost,
        placeMost,
        lookMost,
        explainMost,
        explainEvery,
        preemptMost,
        leaseMillis,
        leaseDrift,
        leaseRenew,
        policy);
  }

  /// The same choosing hosts in another way.
  public CellRules withPolicy(Policy other) {
    return new CellRules(
        suspectAfter,
        lostAfter,
        keyTtl,
        maxKeys,
        maxVms,
        cancelGraceMillis,
        moveGraceMillis,
        backoffFirst,
        backoffMost,
        ranWell,
        refusedPause,
        sweepMost,
        placeMost,
        lookMost,
        explainMost,
        explainEvery,
        preemptMost,
        leaseMillis,
        leaseDrift,
        leaseRenew,
        other);
  }

  /// An exclusive VM whose host was lost is not placed again for so long.
  long leaseWait() {
    return leaseMillis * 1_000 + leaseDrift;
  }

  /// Failures that another try on another host would meet again; a restart policy does not try.
  private static final Set<String> HOPELESS =
      Set.of(
          "image-not-found",
          "image-too-large",
          "malformed-image",
          "unsupported-image",
          "unsafe-path",
          "digest-mismatch",
          "registry-denied",
          "no-command",
          "invalid-user");

  static boolean isHopelessFailure(ExitStatus exit) {
    return exit.failure() != null && HOPELESS.contains(exit.failure());
  }

  /// How long a VM waits before it is started again for the `attempts + 1`st time.
  long backoff(int attempts) {
    return attempts >= 20 ? backoffMost : Math.min(backoffMost, backoffFirst << attempts);
  }
}

package dev.skiff.core.cell;

import dev.skiff.contracts.report.ExitStatus;
import java.util.Set;

/// The numbers that a cell is run by. All times in microseconds unless the name says otherwise.
///
/// @param suspectAfter a host unheard of for so long gets no new VMs
/// @param lostAfter a host unheard of for so long is given up
/// @param keyTtl idempotency keys are remembered for so long
/// @param maxKeys and no more than so many
/// @param maxVms VMs that a cell may hold, finished ones included
/// @param cancelGraceMillis time to end for the VMs of a cancelled job
/// @param backoffFirst wait before the first restart; doubles each time
/// @param backoffMost longest wait before a restart
/// @param refusedPause a VM that its host refused waits so long before the next try
/// @param sweepMost VMs that one tick ends at most
/// @param placeMost VMs that one pass places at most; fewer when it has reasons to give
public record CellRules(
    long suspectAfter,
    long lostAfter,
    long keyTtl,
    int maxKeys,
    int maxVms,
    long cancelGraceMillis,
    long backoffFirst,
    long backoffMost,
    long refusedPause,
    int sweepMost,
    int placeMost) {
  private static final long SECOND = 1_000_000;

  public static final CellRules DEFAULT =
      new CellRules(
          5 * SECOND,
          30 * SECOND,
          3600 * SECOND,
          1_000_000,
          4_000_000,
          10_000,
          SECOND,
          300 * SECOND,
          SECOND / 2,
          500,
          1_000);

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

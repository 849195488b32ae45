package dev.skiff.contracts.state;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.ExitStatus;
import org.jspecify.annotations.Nullable;

/// A VM as the cell's log has it. What it runs stands in its job's spec.
///
/// @param id which
/// @param status where it is in its life
/// @param incarnation how often it has been placed; 0 before the first time
/// @param host where it is or last was; null before the first placement
/// @param attempts how often it was started again by its restart policy
/// @param notBefore it is not placed before this moment (restart backoff), microseconds since the
///   epoch; 0 for none
/// @param avoid a host that refused it last; another one is preferred
/// @param removing it is removed as soon as it has ended
/// @param reason why it waits or failed, a sentence; null when there is nothing to explain
/// @param exit how it last ended; null while that is not so
/// @param timings when things happened
/// @param changed last change, microseconds since the epoch
public record Vm(
    VmId id,
    VmStatus status,
    int incarnation,
    @Nullable HostId host,
    int attempts,
    long notBefore,
    @Nullable HostId avoid,
    boolean removing,
    @Nullable String reason,
    @Nullable ExitStatus exit,
    VmTimings timings,
    long changed) {

  /// The VM in its next status.
  ///
  /// @throws IllegalStateException when the table of [VmStatus] does not allow the step
  public Vm to(VmStatus next, @Nullable String why, VmTimings newTimings, long at) {
    if (!status.next().contains(next)) {
      throw new IllegalStateException(
          "%s cannot become %s: it is %s (incarnation %d on %s), which may become %s"
              .formatted(id, next, status, incarnation, host, status.next()));
    }
    return new Vm(
        id,
        next,
        incarnation,
        host,
        attempts,
        notBefore,
        avoid,
        removing,
        why,
        exit,
        newTimings,
        at);
  }
}

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
  public Vm to(VmStatus next, VmTimings newTimings, long at) {
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
        null,
        exit,
        newTimings,
        at);
  }

  /// The VM with a host, in a new incarnation.
  public Vm assigned(int newIncarnation, HostId newHost, long at) {
    Vm next = to(VmStatus.ASSIGNED, timings.withAssigned(at), at);
    return new Vm(
        id,
        next.status,
        newIncarnation,
        newHost,
        attempts,
        0,
        null,
        false,
        null,
        null,
        next.timings,
        at);
  }

  /// The same, with why it waits.
  public Vm waiting(String why, long at) {
    return new Vm(
        id,
        status,
        incarnation,
        host,
        attempts,
        notBefore,
        avoid,
        removing,
        why,
        exit,
        timings,
        at);
  }

  /// The VM told to end; it may have been told before.
  ///
  /// @param remove it is removed once it has ended
  public Vm stopping(boolean remove, long at) {
    VmStatus next =
        status == VmStatus.STOPPING ? status : to(VmStatus.STOPPING, timings, at).status;
    return new Vm(
        id,
        next,
        incarnation,
        host,
        attempts,
        0,
        null,
        removing || remove,
        null,
        null,
        timings,
        at);
  }

  /// The VM over.
  public Vm ended(VmStatus how, ExitStatus newExit, long at) {
    Vm next = to(how, timings.withFinished(newExit.at()), at);
    return new Vm(
        id,
        next.status,
        incarnation,
        host,
        attempts,
        0,
        null,
        removing,
        newExit.detail(),
        newExit,
        next.timings,
        at);
  }

  /// The VM waiting for a host (again).
  public Vm requeued(
      int newAttempts,
      long newNotBefore,
      @Nullable HostId newAvoid,
      @Nullable String why,
      long at) {
    Vm next = to(VmStatus.PENDING, VmTimings.admitted(timings.submitted(), timings.accepted()), at);
    return new Vm(
        id,
        next.status,
        incarnation,
        host,
        newAttempts,
        newNotBefore,
        newAvoid,
        false,
        why,
        exit,
        next.timings,
        at);
  }
}

package dev.skiff.contracts.state;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.VmHold;
import org.jspecify.annotations.Nullable;

/// A VM as the cell's log has it. What it runs stands in its job's spec.
///
/// @param id which
/// @param status where it is in its life
/// @param generation of its job's spec, taken on when it was placed
/// @param incarnation how often it has been placed; 0 before the first time
/// @param host where it is or last was; null before the first placement
/// @param attempts how often it was started again by its restart policy
/// @param notBefore it is not placed before this moment (restart backoff, lease), microseconds
///   since the epoch; 0 for none; kept when it is called off meanwhile
/// @param avoid a host that refused it last; another one is preferred
/// @param nominated a host where VMs are being ended to make room for it; null for none
/// @param wanted whether it is to go on, as far as it has been told
/// @param then what happens once it has ended, if it has been told to
/// @param reason why it waits, ends or failed, a sentence; null when there is nothing to explain
/// @param exit how it last ended; null while that is not so
/// @param timings when things happened
/// @param changed last change, microseconds since the epoch
public record Vm(
    VmId id,
    VmStatus status,
    int generation,
    int incarnation,
    @Nullable HostId host,
    int attempts,
    long notBefore,
    @Nullable HostId avoid,
    @Nullable HostId nominated,
    VmHold wanted,
    AfterEnd then,
    @Nullable String reason,
    @Nullable ExitStatus exit,
    VmTimings timings,
    long changed) {

  /// A VM that exists from now on.
  ///
  /// @param status CREATED or PENDING
  /// @param incarnation of the VM that had its id before; 0 for none
  public static Vm admitted(VmId id, VmStatus status, int incarnation, VmTimings timings, long at) {
    return new Vm(
        id,
        status,
        1,
        incarnation,
        null,
        0,
        0,
        null,
        null,
        VmHold.NONE,
        AfterEnd.STAY,
        null,
        null,
        timings,
        at);
  }

  /// The VM in its next status.
  ///
  /// @throws IllegalStateException when the table of [VmStatus] does not allow the step
  public Vm to(VmStatus next, VmTimings newTimings, long at) {
    requireStep(next);
    return new Vm(
        id,
        next,
        generation,
        incarnation,
        host,
        attempts,
        notBefore,
        avoid,
        nominated,
        wanted,
        then,
        null,
        exit,
        newTimings,
        at);
  }

  /// The VM with a host, in a new incarnation, as its job's current spec has it.
  public Vm assigned(
      int inGeneration, int newIncarnation, HostId newHost, VmTimings newTimings, long at) {
    requireStep(VmStatus.ASSIGNED);
    return new Vm(
        id,
        VmStatus.ASSIGNED,
        inGeneration,
        newIncarnation,
        newHost,
        attempts,
        0,
        null,
        null,
        VmHold.NONE,
        AfterEnd.STAY,
        null,
        null,
        newTimings,
        at);
  }

  /// The same, with why it waits.
  public Vm waiting(String why, long at) {
    return noting(why, wanted, nominated, at);
  }

  /// The same, with the host where room is being made for it.
  public Vm nominated(HostId newNominated, long at) {
    return noting(reason, wanted, newNominated, at);
  }

  /// The same, told to stand still or to go on.
  public Vm wanting(VmHold hold, @Nullable String why, long at) {
    return noting(why, hold, nominated, at);
  }

  private Vm noting(@Nullable String why, VmHold hold, @Nullable HostId newNominated, long at) {
    return new Vm(
        id,
        status,
        generation,
        incarnation,
        host,
        attempts,
        notBefore,
        avoid,
        newNominated,
        hold,
        then,
        why,
        exit,
        timings,
        at);
  }

  /// The VM told to end; it may have been told before, and is then removed rather than replaced,
  /// and stays rather than is replaced.
  public Vm stopping(AfterEnd newThen, @Nullable String why, long at) {
    if (status != VmStatus.STOPPING) {
      requireStep(VmStatus.STOPPING);
    }
    boolean remove = then == AfterEnd.REMOVE || newThen == AfterEnd.REMOVE;
    return new Vm(
        id,
        VmStatus.STOPPING,
        generation,
        incarnation,
        host,
        attempts,
        0,
        null,
        null,
        wanted,
        remove ? AfterEnd.REMOVE : newThen,
        why,
        null,
        timings,
        at);
  }

  /// The VM over.
  public Vm ended(VmStatus how, ExitStatus newExit, long at) {
    requireStep(how);
    return new Vm(
        id,
        how,
        generation,
        incarnation,
        host,
        attempts,
        how == VmStatus.CANCELLED ? notBefore : 0,
        null,
        null,
        VmHold.NONE,
        then,
        newExit.detail() == null ? reason : newExit.detail(),
        newExit,
        timings.withFinished(newExit.at()),
        at);
  }

  /// The VM waiting for a host (again).
  public Vm requeued(
      int newAttempts,
      long newNotBefore,
      @Nullable HostId newAvoid,
      @Nullable String why,
      long at) {
    requireStep(VmStatus.PENDING);
    return new Vm(
        id,
        VmStatus.PENDING,
        generation,
        incarnation,
        host,
        newAttempts,
        newNotBefore,
        newAvoid,
        null,
        VmHold.NONE,
        AfterEnd.STAY,
        why,
        exit,
        VmTimings.admitted(timings.submitted(), timings.accepted()),
        at);
  }

  private void requireStep(VmStatus next) {
    if (!status.next().contains(next)) {
      throw new IllegalStateException(
          "%s cannot become %s: it is %s (incarnation %d on %s since %d, because of %s), which may become %s"
              .formatted(id, next, status, incarnation, host, changed, reason, status.next()));
    }
  }
}

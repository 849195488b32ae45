package dev.skiff.contracts.state;

/// When things happened to a VM in its latest incarnation: microseconds since the epoch, 0 where
/// not (yet).
///
/// @param submitted the gateway took the job
/// @param accepted the owner admitted it (the Transition's time)
/// @param assigned it got its host
/// @param orderReceived its host's agent read the order
/// @param vmmStarted the VMM was spawned
/// @param guestReady the guest's init said hello
/// @param commandStarted its command ran
/// @param finished it ended
public record VmTimings(
    long submitted,
    long accepted,
    long assigned,
    long orderReceived,
    long vmmStarted,
    long guestReady,
    long commandStarted,
    long finished) {
  /// A VM that was just admitted.
  public static VmTimings admitted(long submitted, long accepted) {
    return new VmTimings(submitted, accepted, 0, 0, 0, 0, 0, 0);
  }

  public VmTimings withAssigned(long at) {
    return new VmTimings(submitted, accepted, at, 0, 0, 0, 0, 0);
  }

  public VmTimings withOrderReceived(long at) {
    return new VmTimings(submitted, accepted, assigned, at, 0, 0, 0, 0);
  }

  public VmTimings withStart(long received, long vmm, long ready, long command) {
    return new VmTimings(
        submitted,
        accepted,
        assigned,
        received == 0 ? orderReceived : received,
        vmm,
        ready,
        command,
        0);
  }

  public VmTimings withFinished(long at) {
    return new VmTimings(
        submitted, accepted, assigned, orderReceived, vmmStarted, guestReady, commandStarted, at);
  }
}

package dev.skiff.agent.vmm;

/// Moments of a start, in microseconds since the epoch by the host's clock; 0 where a moment was
/// not seen.
///
/// @param vmmStarted the VMM process was spawned
/// @param guestReady the guest's init said hello
/// @param commandStarted the guest reported the command running, or that it can serve
/// @param restored whether it went on from a snapshot that was there before it
public record BootPhases(long vmmStarted, long guestReady, long commandStarted, boolean restored) {
  public static final BootPhases UNSEEN = new BootPhases(0, 0, 0);

  /// Of a VM that was booted.
  public BootPhases(long vmmStarted, long guestReady, long commandStarted) {
    this(vmmStarted, guestReady, commandStarted, false);
  }

  public BootPhases spawned(long at) {
    return new BootPhases(at, guestReady, commandStarted, restored);
  }

  public BootPhases ready(long at) {
    return new BootPhases(vmmStarted, at, commandStarted, restored);
  }

  public BootPhases started(long at) {
    return new BootPhases(vmmStarted, guestReady, at, restored);
  }
}

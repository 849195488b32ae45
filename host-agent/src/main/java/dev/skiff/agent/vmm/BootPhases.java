package dev.skiff.agent.vmm;

/// Moments of a start, in microseconds since the epoch by the host's clock; 0 where a moment was
/// not seen.
///
/// @param vmmStarted the VMM process was spawned
/// @param guestReady the guest's init said hello
/// @param commandStarted the guest reported the command running
public record BootPhases(long vmmStarted, long guestReady, long commandStarted) {
  public static final BootPhases UNSEEN = new BootPhases(0, 0, 0);
}

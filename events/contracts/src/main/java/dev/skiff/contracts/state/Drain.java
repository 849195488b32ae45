package dev.skiff.contracts.state;

/// How a host is being emptied.
///
/// @param since when it began, microseconds since the epoch
/// @param deadline VMs that cannot be moved are left alone until then, microseconds since the
///   epoch; 0 for no deadline
/// @param force they are ended at the deadline
/// @param vms how many there were when it began
public record Drain(long since, long deadline, boolean force, int vms) {}

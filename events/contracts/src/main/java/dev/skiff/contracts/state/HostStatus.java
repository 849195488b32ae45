package dev.skiff.contracts.state;

/// Where a host is.
public enum HostStatus {
  /// Takes VMs.
  READY,
  /// Has not been heard of for some seconds; gets no new VMs.
  SUSPECT,
  /// Has not been heard of for long; its VMs count as gone until it joins again.
  LOST
}

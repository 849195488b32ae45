package dev.skiff.loadtests.constraints;

/// Where a VM went.
///
/// @param host 0-based, in the file of hosts; [#NOWHERE] when it got none
/// @param node 0 or 1; [#BOTH] when half of it is on each
/// @param reason why it went nowhere, in words; empty when it went somewhere
record Placed(NumaVm vm, int host, int node, String reason) {
  static final int NOWHERE = -1;
  static final int BOTH = -1;
}

package dev.skiff.loadtests.replay;

/// A recorded VM.
///
/// @param row 0-based, in the file
/// @param arrival seconds from the trace's beginning
/// @param batch VMs that were asked for together
/// @param cpus vCPUs
/// @param memoryGib GiB of memory
/// @param lifetime seconds; infinite for one that was still there when the recording ended
record TraceVm(
    int row, double arrival, String batch, double cpus, double memoryGib, double lifetime) {
  double departure() {
    return arrival + lifetime;
  }
}

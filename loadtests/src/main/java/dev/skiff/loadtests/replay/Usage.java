package dev.skiff.loadtests.replay;

/// Adds up host-hours, and what they could not have been less than: at each instant the hosts that
/// hold a VM, and the larger of vCPUs and memory in use as whole hosts. The first day does not
/// count, for the fleet is empty when it begins.
final class Usage {
  private static final double WARM_UP = 86_400;
  private static final double ROUNDING = 1e-9;

  private final HostShape shape;
  private final double countFrom;
  private double now;
  private double cpus;
  private double memoryGib;
  private int hosts;
  private int peak;
  private double hostSeconds;
  private double leastSeconds;

  Usage(HostShape shape, double begin) {
    this.shape = shape;
    this.now = begin;
    this.countFrom = begin + WARM_UP;
  }

  void advance(double to) {
    if (to > countFrom) {
      double seconds = to - Math.max(now, countFrom);
      hostSeconds += hosts * seconds;
      leastSeconds += seconds * least();
    }
    now = to;
  }

  void took(TraceVm vm, boolean hostWasEmpty) {
    cpus += vm.cpus();
    memoryGib += vm.memoryGib();
    hosts += hostWasEmpty ? 1 : 0;
    peak = Math.max(peak, hosts);
  }

  void left(TraceVm vm, boolean hostIsEmpty) {
    cpus -= vm.cpus();
    memoryGib -= vm.memoryGib();
    hosts -= hostIsEmpty ? 1 : 0;
  }

  /// Host-hours over the lower bound.
  double ratio() {
    return hostSeconds / leastSeconds;
  }

  int peak() {
    return peak;
  }

  private double least() {
    return Math.max(
        Math.ceil(cpus / shape.cpus() - ROUNDING),
        Math.ceil(memoryGib / shape.memoryGib() - ROUNDING));
  }
}

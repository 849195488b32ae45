package dev.skiff.gateway.api;

import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// VMs `first` to `first + count - 1` of a job.
record VmRun(int first, int count) {
  /// Those of a job's first `count` VMs that got no host.
  static List<VmRun> without(List<VmsAssigned> placed, int count) {
    List<VmRun> left = new ArrayList<>();
    int next = 0;
    for (VmsAssigned run :
        placed.stream().sorted(Comparator.comparingInt(VmsAssigned::first)).toList()) {
      if (run.first() > next) {
        left.add(new VmRun(next, run.first() - next));
      }
      next = Math.max(next, run.first() + run.count());
    }
    if (next < count) {
      left.add(new VmRun(next, count - next));
    }
    return left;
  }
}

package dev.skiff.core.cell;

import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;

/// Where VMs may still be that no host can be asked about.
final class Leases {
  private Leases() {}

  /// Until when an exclusive VM that has no host may still run on one that is out of reach.
  ///
  /// @return microseconds since the epoch; 0 for a VM that nobody minds to run twice
  static long mayRunUntil(CellRules rules, Job job, Vm vm) {
    if (!job.spec().exclusive() || vm.incarnation() == 0) {
      return 0;
    }
    return vm.status() == VmStatus.LOST ? vm.changed() + rules.leaseWait() : vm.notBefore();
  }
}

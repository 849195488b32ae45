package dev.skiff.core.cell;

import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job and its VMs, inside [CellState].
final class JobEntry {
  Job job;

  /// By index; null where a VM has been removed.
  final @Nullable Vm[] vms;

  JobEntry(Job job) {
    this.job = job;
    this.vms = new Vm[job.spec().count()];
  }

  @Nullable Vm vm(int index) {
    return index < vms.length ? vms[index] : null;
  }

  List<Vm> present() {
    List<Vm> present = new ArrayList<>(vms.length);
    for (Vm vm : vms) {
      if (vm != null) {
        present.add(vm);
      }
    }
    return present;
  }
}

package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import java.util.LinkedHashSet;
import java.util.Set;

/// Which entities changed since somebody last asked. Not part of a cell's state: a reader that
/// needs no changes never asks, so it can be switched off.
final class ChangeTracker {
  Set<HostId> hosts = new LinkedHashSet<>();
  Set<JobId> jobs = new LinkedHashSet<>();
  Set<VmId> vms = new LinkedHashSet<>();
  Set<String> namespaces = new LinkedHashSet<>();
  private boolean on;

  void switchTo(boolean wanted) {
    on = wanted;
    clear();
  }

  /// Starts over with sets of their own: clearing a set costs as much as it ever held.
  void clear() {
    hosts = new LinkedHashSet<>();
    jobs = new LinkedHashSet<>();
    vms = new LinkedHashSet<>();
    namespaces = new LinkedHashSet<>();
  }

  void host(HostId id) {
    if (on) {
      hosts.add(id);
    }
  }

  void job(JobId id) {
    if (on) {
      jobs.add(id);
    }
  }

  void vm(VmId id) {
    if (on) {
      vms.add(id);
    }
  }

  void namespace(String name) {
    if (on) {
      namespaces.add(name);
    }
  }
}

package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import java.util.HashSet;
import java.util.Set;

/// Which entities changed since somebody last asked. Not part of a cell's state: a reader that
/// needs no changes never asks, so it can be switched off.
final class ChangeTracker {
  final Set<HostId> hosts = new HashSet<>();
  final Set<JobId> jobs = new HashSet<>();
  final Set<VmId> vms = new HashSet<>();
  final Set<String> namespaces = new HashSet<>();
  private boolean on;

  void switchTo(boolean wanted) {
    on = wanted;
    clear();
  }

  void clear() {
    hosts.clear();
    jobs.clear();
    vms.clear();
    namespaces.clear();
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

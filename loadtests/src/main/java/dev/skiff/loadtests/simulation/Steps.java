package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.core.cell.CellState;
import org.jspecify.annotations.Nullable;

/// Where what an event is about stood before it, to see which steps it takes.
final class Steps {
  private final Affected affected;
  private final @Nullable VmStatus[] vms;
  private final @Nullable JobStatus job;
  private final @Nullable HostStatus host;

  Steps(CellState state, Affected affected) {
    this.affected = affected;
    this.vms = new VmStatus[affected.count()];
    for (int i = 0; i < vms.length; i++) {
      vms[i] = vm(state, i);
    }
    this.job = job(state);
    this.host = host(state);
  }

  void note(CellState after, Coverage coverage) {
    for (int i = 0; i < vms.length; i++) {
      VmStatus before = vms[i];
      VmStatus now = vm(after, i);
      if (before != null && now != null) {
        coverage.stepped(before, now);
      }
    }
    JobStatus jobNow = job(after);
    if (job != null && jobNow != null) {
      coverage.stepped(job, jobNow);
    }
    HostStatus hostNow = host(after);
    if (host != null && hostNow != null) {
      coverage.stepped(host, hostNow);
    }
  }

  private @Nullable VmStatus vm(CellState state, int i) {
    JobId id = affected.job();
    Vm vm = id == null ? null : state.vm(new VmId(id, affected.first() + i));
    return vm == null ? null : vm.status();
  }

  private @Nullable JobStatus job(CellState state) {
    JobId id = affected.job();
    Job found = id == null ? null : state.job(id);
    return found == null ? null : found.status();
  }

  private @Nullable HostStatus host(CellState state) {
    Host found = affected.host() == null ? null : state.host(affected.host());
    return found == null ? null : found.status();
  }
}

package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import org.jspecify.annotations.Nullable;

/// What an event is about: VMs `first` to `first + count - 1` of a job, that job, a host.
record Affected(@Nullable JobId job, int first, int count, @Nullable HostId host) {
  private static final Affected NOTHING = new Affected(null, 0, 0, null);

  static Affected by(CellEvent event) {
    return switch (event) {
      case CellEvent.JobAdmitted e -> run(e.job(), 0, e.spec().count());
      case CellEvent.JobUpdated e -> job(e.job());
      case CellEvent.JobCancelling e -> job(e.job());
      case CellEvent.JobWaiting e -> job(e.job());
      case CellEvent.JobRemoved e -> job(e.job());
      case CellEvent.VmsAdded e -> run(e.job(), e.first(), e.count());
      case CellEvent.VmsAssigned e -> new Affected(e.job(), e.first(), e.count(), e.host());
      case CellEvent.VmsStarting e -> run(e.job(), e.first(), e.count());
      case CellEvent.VmsRunning e -> run(e.job(), e.first(), e.count());
      case CellEvent.VmNominated e -> vm(e.vm());
      case CellEvent.VmWanted e -> vm(e.vm());
      case CellEvent.VmHeld e -> vm(e.vm());
      case CellEvent.VmUnchanged e -> vm(e.vm());
      case CellEvent.VmAdopted e -> vm(e.vm());
      case CellEvent.VmStopping e -> vm(e.vm());
      case CellEvent.VmEnded e -> vm(e.vm());
      case CellEvent.VmRequeued e -> vm(e.vm());
      case CellEvent.VmRemoved e -> vm(e.vm());
      case CellEvent.HostJoined e -> host(e.host());
      case CellEvent.HostChanged e -> host(e.host());
      case CellEvent.HostConflict e -> host(e.host());
      case CellEvent.HostSuspected e -> host(e.host());
      case CellEvent.HostRecovered e -> host(e.host());
      case CellEvent.HostLost e -> host(e.host());
      case CellEvent.HostCordoned e -> host(e.host());
      case CellEvent.HostUncordoned e -> host(e.host());
      case CellEvent.HostDraining e -> host(e.host());
      case CellEvent.HostRemoved e -> host(e.host());
      case CellEvent.LeaseGranted e -> host(e.host());
      case CellEvent.GhostSeen e -> host(e.host());
      case CellEvent.GhostGone e -> host(e.host());
      case CellEvent.Outcome _,
          CellEvent.Planned _,
          CellEvent.KeyRefused _,
          CellEvent.KeysExpired _,
          CellEvent.QuotaSet _,
          CellEvent.InputRejected _ ->
          NOTHING;
    };
  }

  private static Affected run(JobId job, int first, int count) {
    return new Affected(job, first, count, null);
  }

  private static Affected job(JobId job) {
    return new Affected(job, 0, 0, null);
  }

  private static Affected vm(VmId vm) {
    return new Affected(vm.job(), vm.index(), 1, null);
  }

  private static Affected host(HostId host) {
    return new Affected(null, 0, 0, host);
  }
}

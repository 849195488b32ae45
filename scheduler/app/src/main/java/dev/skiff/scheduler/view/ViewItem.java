package dev.skiff.scheduler.view;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.view.ViewEntry;
import dev.skiff.contracts.wire.Codecs;

/// The newest that is known of an entity, and the log offset it reflects. Turned into JSON only
/// when it is written.
sealed interface ViewItem {
  long offset();

  ViewEntry entry(CellId cell);

  record OfHost(Host host, long offset) implements ViewItem {
    @Override
    public ViewEntry entry(CellId cell) {
      return new ViewEntry(
          cell.value(),
          offset,
          false,
          host.status().name(),
          null,
          null,
          null,
          null,
          host.changed(),
          Codecs.entityToJson(host));
    }
  }

  record OfJob(Job job, long offset) implements ViewItem {
    @Override
    public ViewEntry entry(CellId cell) {
      JobSpec spec = job.spec();
      return new ViewEntry(
          cell.value(),
          offset,
          false,
          job.status().name(),
          null,
          null,
          spec.namespace(),
          spec.name(),
          job.changed(),
          Codecs.entityToJson(job));
    }
  }

  record OfVm(Vm vm, Job job, long offset) implements ViewItem {
    @Override
    public ViewEntry entry(CellId cell) {
      JobSpec spec = job.spec();
      return new ViewEntry(
          cell.value(),
          offset,
          false,
          vm.status().name(),
          vm.host() == null ? null : vm.host().value(),
          vm.id().job().value(),
          spec.namespace(),
          spec.name(),
          vm.changed(),
          Codecs.entityToJson(explained()));
    }

    /// Why VMs wait is said once, in the job; a view is read by itself.
    private Vm explained() {
      return vm.status() == VmStatus.PENDING && vm.reason() == null
          ? vm.waiting(job.whyWaits(vm), vm.changed())
          : vm;
    }
  }

  record OfNamespace(Namespace namespace, long offset) implements ViewItem {
    @Override
    public ViewEntry entry(CellId cell) {
      return new ViewEntry(
          cell.value(),
          offset,
          false,
          "ACTIVE",
          null,
          null,
          namespace.name(),
          null,
          namespace.changed(),
          Codecs.entityToJson(namespace));
    }
  }

  /// It is gone.
  record Gone(long offset, long at) implements ViewItem {
    @Override
    public ViewEntry entry(CellId cell) {
      return new ViewEntry(cell.value(), offset, true, "REMOVED", null, null, null, null, at, "{}");
    }
  }
}

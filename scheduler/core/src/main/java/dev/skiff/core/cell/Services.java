package dev.skiff.core.cell;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent.VmRemoved;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.log.CellEvent.VmsAdded;
import dev.skiff.contracts.state.AfterEnd;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.ArrayList;
import java.util.List;

/// Brings services into shape: adds VMs that are missing, removes those that are too many, and
/// replaces those of an earlier generation, never more at a time than the service's update policy
/// allows. VMs keep their index; those that a surge adds have indices beyond the count, and go when
/// the change is done.
final class Services implements Chores.Chore {
  private final CellRules rules;

  Services(CellRules rules) {
    this.rules = rules;
  }

  @Override
  public void sweep(CellState state, long at, Chores.Batch events) {
    for (JobId id : state.outOfShape) {
      if (events.isFull()) {
        return;
      }
      shape(state.requireJob(id), at, events);
    }
  }

  private void shape(JobEntry service, long at, Chores.Batch events) {
    int count = service.spec().count();
    List<Vm> outdated = new ArrayList<>();
    int running = 0;
    boolean settled = true;
    for (int i = 0; i < service.slots(); i++) {
      Vm vm = service.vm(i);
      if (vm == null) {
        settled &= i >= count;
        continue;
      }
      boolean old = vm.status().isOnHost() && vm.generation() < service.job.vmGeneration();
      if (vm.status() == VmStatus.RUNNING) {
        running++;
      }
      if (i < count) {
        settled &= vm.status() == VmStatus.RUNNING && !old;
        if (old && vm.status() != VmStatus.STOPPING) {
          outdated.add(vm);
        }
      }
    }
    boolean changing = !service.job.older().isEmpty();
    int surge = changing && !settled ? service.spec().update().maxSurge() : 0;
    add(service, 0, count, events);
    if (changing && !settled && !outdated.isEmpty()) {
      add(service, count, count + Math.min(surge, outdated.size()), events);
    }
    removeSurplus(service, count, settled || !changing ? 0 : surge, at, events);
    replace(service, outdated, running, events);
  }

  private static void add(JobEntry service, int from, int to, Chores.Batch events) {
    int first = -1;
    for (int i = from; i <= to; i++) {
      boolean missing = i < to && service.vm(i) == null;
      if (missing && first < 0) {
        first = i;
      } else if (!missing && first >= 0) {
        events.add(new VmsAdded(service.job.id(), first, i - first));
        first = -1;
      }
    }
  }

  /// @param keep of the VMs beyond the count, so many of the current generation may stay
  private void removeSurplus(JobEntry service, int count, int keep, long at, Chores.Batch events) {
    for (int i = count; i < service.slots() && !events.isFull(); i++) {
      Vm vm = service.vm(i);
      if (vm == null) {
        continue;
      }
      boolean current = !vm.status().isOnHost() || vm.generation() == service.job.vmGeneration();
      if (i < count + keep && current && !vm.status().isFinal()) {
        continue;
      }
      switch (vm.status()) {
        case CREATED, PENDING -> {
          events.add(VmRequests.calledOff(vm, at));
          events.add(new VmRemoved(vm.id()));
        }
        case EXITED, FAILED, LOST, CANCELLED -> events.add(new VmRemoved(vm.id()));
        case ASSIGNED, STARTING, RUNNING, PAUSED, SUSPENDED ->
            events.add(
                new VmStopping(
                    vm.id(),
                    rules.moveGraceMillis(),
                    AfterEnd.REMOVE,
                    "its service has more VMs than it needs"));
        case STOPPING -> {
          if (vm.then() != AfterEnd.REMOVE) {
            events.add(
                new VmStopping(vm.id(), rules.moveGraceMillis(), AfterEnd.REMOVE, vm.reason()));
          }
        }
      }
    }
  }

  /// Ends outdated VMs as long as enough others run. One that does not run is not missed.
  private void replace(JobEntry service, List<Vm> outdated, int running, Chores.Batch events) {
    int needed = service.spec().count() - service.spec().update().maxUnavailable();
    int spare = running - needed;
    for (Vm vm : outdated) {
      boolean runs = vm.status() == VmStatus.RUNNING;
      if (events.isFull() || (runs && spare <= 0)) {
        continue;
      }
      if (runs) {
        spare--;
      }
      events.add(
          new VmStopping(
              vm.id(),
              rules.moveGraceMillis(),
              AfterEnd.REPLACE,
              "its service is in generation %d now".formatted(service.job.generation())));
    }
  }
}

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
    Census census = Census.of(service);
    add(service, 0, count, events);
    int surge = census.isSettled() ? 0 : service.spec().update().maxSurge();
    add(service, count, count + Math.min(surge, census.outdated().size()), events);
    Budget budget = new Budget(census.running() - census.needed());
    removeOver(service, at, events);
    removeSurplus(service, count + surge, budget, at, events);
    replace(service, census.outdated(), budget, events);
  }

  /// How many running VMs may be ended.
  private static final class Budget {
    private int spare;

    Budget(int spare) {
      this.spare = spare;
    }

    /// @return whether the VM may be ended; one that does not run is not missed
    boolean allows(Vm vm) {
      if (vm.status() != VmStatus.RUNNING) {
        return true;
      }
      return spare-- > 0;
    }
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

  /// Those that were told to go and may go by now.
  private void removeOver(JobEntry service, long at, Chores.Batch events) {
    for (int i = 0; i < service.slots() && !events.isFull(); i++) {
      Vm vm = service.vm(i);
      if (vm != null
          && vm.status().isFinal()
          && (vm.then() == AfterEnd.REMOVE || i >= service.spec().count())
          && Leases.mayRunUntil(rules, service.job, vm) <= at) {
        events.add(new VmRemoved(vm.id()));
      }
    }
  }

  /// @param keepBelow VMs of the current generation below this index may stay for now
  private void removeSurplus(
      JobEntry service, int keepBelow, Budget budget, long at, Chores.Batch events) {
    for (int i = service.spec().count(); i < service.slots() && !events.isFull(); i++) {
      Vm vm = service.vm(i);
      if (vm == null || (i < keepBelow && !isOutdated(service, vm))) {
        continue;
      }
      switch (vm.status()) {
        case CREATED, PENDING -> {
          if (Leases.mayRunUntil(rules, service.job, vm) <= at) {
            events.add(VmRequests.calledOff(vm, at));
            events.add(new VmRemoved(vm.id()));
          }
        }
        case ASSIGNED, STARTING, RUNNING, PAUSED, SUSPENDED -> {
          if (budget.allows(vm)) {
            events.add(
                new VmStopping(
                    vm.id(),
                    rules.moveGraceMillis(),
                    AfterEnd.REMOVE,
                    "its service has more VMs than it needs"));
          }
        }
        case STOPPING -> {
          if (vm.then() != AfterEnd.REMOVE) {
            events.add(
                new VmStopping(vm.id(), rules.moveGraceMillis(), AfterEnd.REMOVE, vm.reason()));
          }
        }
        case EXITED, FAILED, LOST, CANCELLED -> {}
      }
    }
  }

  /// Ends outdated VMs as long as enough others run.
  private void replace(JobEntry service, List<Vm> outdated, Budget budget, Chores.Batch events) {
    for (Vm vm : outdated) {
      if (events.isFull()) {
        return;
      }
      if (budget.allows(vm)) {
        events.add(
            new VmStopping(
                vm.id(),
                rules.moveGraceMillis(),
                AfterEnd.REPLACE,
                "its service is in generation %d now".formatted(service.job.generation())));
      }
    }
  }

  private static boolean isOutdated(JobEntry service, Vm vm) {
    return vm.status().isOnHost() && vm.generation() < service.job.vmGeneration();
  }

  /// How a service's VMs are.
  ///
  /// @param running so many run, whichever they are
  /// @param needed so many must run at least
  /// @param outdated have an earlier generation and were not told to end, of those that stay
  /// @param isSettled those that stay are all as they should be
  private record Census(int running, int needed, List<Vm> outdated, boolean isSettled) {
    static Census of(JobEntry service) {
      int running = 0;
      int expected = 0;
      boolean settled = true;
      List<Vm> outdated = new ArrayList<>();
      for (int i = 0; i < Math.max(service.slots(), service.spec().count()); i++) {
        Vm vm = service.vm(i);
        if (vm != null && vm.status() == VmStatus.RUNNING) {
          running++;
        }
        if (i >= service.spec().count()) {
          continue;
        }
        if (vm == null || vm.then() == AfterEnd.REMOVE) {
          expected++;
          settled = false;
          continue;
        }
        boolean old = isOutdated(service, vm);
        if (old && vm.status() != VmStatus.STOPPING) {
          outdated.add(vm);
        }
        // One that somebody has stopped or paused is not missed.
        boolean atRest =
            switch (vm.status()) {
              case CREATED, PAUSED, SUSPENDED, EXITED, FAILED, LOST, CANCELLED -> !old;
              case STOPPING -> vm.then() == AfterEnd.STAY;
              case PENDING, ASSIGNED, STARTING, RUNNING -> false;
            };
        if (!atRest) {
          expected++;
        }
        settled &= !old && (atRest || vm.status() == VmStatus.RUNNING);
      }
      int needed = Math.max(0, expected - service.spec().update().maxUnavailable());
      return new Census(running, needed, outdated, settled);
    }
  }
}

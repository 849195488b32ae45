package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.JobWaiting;
import dev.skiff.contracts.log.CellEvent.VmNominated;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.state.AfterEnd;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.core.placement.Trial;
import dev.skiff.core.placement.VmRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Goes over the VMs that wait, in their order, and gives hosts to those that fit. What does not
/// fit now stays, with the reason, or makes VMs of lower priority give way; what comes later in the
/// queue and fits is placed all the same.
final class PlacementPass {
  private final CellRules rules;

  PlacementPass(CellRules rules) {
    this.rules = rules;
  }

  List<CellEvent> run(CellState state, long at) {
    try (Trial trial = state.fleet.trial(at)) {
      Pass pass = new Pass(state, trial, at);
      for (PendingQueue.Place place : state.pending.jobs()) {
        if (pass.left <= 0 || pass.looks <= 0) {
          break;
        }
        pass.job(place);
      }
      return pass.events;
    }
  }

  private final class Pass {
    private final CellState state;
    private final Trial trial;
    private final long at;
    private final Preemption preemption;
    private final List<CellEvent> events = new ArrayList<>();
    private int left = rules.placeMost();
    private int looks = rules.lookMost();
    private int explanations = rules.explainMost();
    private int preemptions = rules.preemptMost();

    Pass(CellState state, Trial trial, long at) {
      this.state = state;
      this.trial = trial;
      this.at = at;
      this.preemption = new Preemption(state);
    }

    void job(PendingQueue.Place place) {
      looks--;
      JobEntry job = state.requireJob(place.job());
      int turns = Math.min(left, job.spec().atOnce() - job.job.counts().onHosts());
      if (turns <= 0) {
        return;
      }
      VmRequest request = state.request(job, at);
      Run run = new Run(job);
      for (int index : state.pending.indices(place)) {
        if (turns <= 0) {
          break;
        }
        Vm vm = state.requireVm(job, index);
        if (vm.notBefore() > at) {
          continue;
        }
        HostId host = trial.place(request, vm.avoid());
        if (host == null) {
          // The job's other VMs are like this one.
          noRoom(job, vm, request);
          break;
        }
        run.add(index, vm.incarnation() + 1, host);
        turns--;
        left--;
      }
      run.close();
    }

    private void noRoom(JobEntry job, Vm vm, VmRequest request) {
      Explanation before = job.job.waiting();
      if (makeRoom(job, vm, request)) {
        return;
      }
      if (explanations > 0 && (before == null || at - before.at() >= rules.explainEvery())) {
        explanations--;
        Explanation now = trial.explain(request);
        events.add(new JobWaiting(job.job.id(), now));
      }
    }

    /// @return whether VMs give way to this one
    private boolean makeRoom(JobEntry job, Vm vm, VmRequest request) {
      if (vm.nominated() != null && isBeingEmptied(vm.nominated())) {
        keepRoom(request, vm.nominated(), List.of());
        return false;
      }
      int priority = job.spec().placement().priority();
      if (preemptions <= 0) {
        return false;
      }
      Preemption.Choice choice = preemption.find(trial, request, priority);
      if (choice == null) {
        return false;
      }
      preemptions--;
      keepRoom(request, choice.host(), choice.victims());
      events.add(new VmNominated(vm.id(), choice.host()));
      for (Vm victim : choice.victims()) {
        JobEntry of = state.requireJob(victim.id().job());
        events.add(
            new VmStopping(
                victim.id(),
                rules.moveGraceMillis(),
                Drains.isMovable(of.spec()) ? AfterEnd.REPLACE : AfterEnd.STAY,
                "gave way to %s, whose priority is %d".formatted(vm.id(), priority)));
      }
      return true;
    }

    /// What is free there is kept for the VM as far as those that end for it do not make up for it:
    /// whoever comes later in the queue would take it, and the next victims would end for nothing.
    private void keepRoom(VmRequest request, HostId host, List<Vm> victims) {
      Resources ending = Resources.NONE;
      for (Vm vm : state.vmsOn(host)) {
        if (vm.status() == VmStatus.STOPPING || victims.contains(vm)) {
          ending = ending.plus(state.requireJob(vm.id().job()).resources(vm));
        }
      }
      trial.keep(host, request.need().minusOrZero(ending));
    }

    private boolean isBeingEmptied(HostId host) {
      return state.vmsOn(host).stream().anyMatch(v -> v.status() == VmStatus.STOPPING);
    }

    /// Joins neighbours with the same fate into one event.
    private final class Run {
      private final JobEntry job;
      private int first;
      private int count;
      private int incarnation;
      private @Nullable HostId host;

      Run(JobEntry job) {
        this.job = job;
      }

      void add(int index, int newIncarnation, HostId newHost) {
        if (count == 0
            || index != first + count
            || newIncarnation != incarnation
            || !newHost.equals(host)) {
          close();
          first = index;
          incarnation = newIncarnation;
          host = newHost;
        }
        count++;
      }

      void close() {
        if (count > 0 && host != null) {
          events.add(new VmsAssigned(job.job.id(), first, count, incarnation, host));
        }
        count = 0;
      }
    }
  }
}

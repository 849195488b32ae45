package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.JobWaiting;
import dev.skiff.contracts.log.CellEvent.VmNominated;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.state.AfterEnd;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.core.placement.Trial;
import dev.skiff.core.placement.VmRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Goes over the VMs that wait, in their order, and gives hosts to those that fit. What does not
/// fit now stays, with the reason, or makes VMs of lower priority give way; what comes later in the
/// queue and fits is placed all the same.
final class PlacementPass {
  /// The worst that one more step adds, the victims on a host, still fits into a Transition after
  /// so many.
  private static final int MOST_BYTES = 100 * 1024;

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
    private int bytes;

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
      Set<Integer> placed = new HashSet<>();
      Run run = new Run(job);
      boolean full = false;
      for (int index : state.pending.indices(place)) {
        if (turns <= 0) {
          break;
        }
        Vm vm = state.requireVm(job, index);
        if (vm.notBefore() > at) {
          continue;
        }
        HostId host = full ? null : trial.place(request, vm.avoid());
        if (host == null) {
          // The job's other VMs are like this one.
          full = true;
          if (!isBeingMadeRoomFor(vm) && !makeRoom(job, vm, request)) {
            explain(job, request);
            break;
          }
        } else {
          run.add(index, vm.incarnation() + 1, host);
          placed.add(index);
          left--;
        }
        turns--;
      }
      run.close();
      keepRoom(job, request, placed);
    }

    /// What comes free for a VM must not go to a lesser one that needs only a part of it.
    private void keepRoom(JobEntry job, VmRequest request, Set<Integer> placed) {
      for (VmId id :
          state.nominated.subSet(
              new VmId(job.job.id(), 0), new VmId(job.job.id(), Math.max(1, job.slots())))) {
        HostId host = state.requireVm(id).nominated();
        if (host != null && !placed.contains(id.index()) && isBeingEmptied(host)) {
          trial.reserve(request, host);
        }
      }
    }

    private void explain(JobEntry job, VmRequest request) {
      Explanation before = job.job.waiting();
      if (explanations > 0 && (before == null || at - before.at() >= rules.explainEvery())) {
        explanations--;
        add(new JobWaiting(job.job.id(), trial.explain(request)));
      }
    }

    private boolean isBeingMadeRoomFor(Vm vm) {
      return vm.nominated() != null && isBeingEmptied(vm.nominated());
    }

    /// @return whether VMs give way to this one
    private boolean makeRoom(JobEntry job, Vm vm, VmRequest request) {
      int priority = job.spec().placement().priority();
      if (preemptions <= 0 || !preemption.mayFind(request, priority)) {
        return false;
      }
      preemptions--;
      Preemption.Choice choice = preemption.find(trial, request, priority);
      if (choice == null) {
        return false;
      }
      add(new VmNominated(vm.id(), choice.host()));
      trial.reserve(request, choice.host());
      for (Vm victim : choice.victims()) {
        JobEntry of = state.requireJob(victim.id().job());
        add(
            new VmStopping(
                victim.id(),
                rules.moveGraceMillis(),
                Drains.isMovable(of.spec()) ? AfterEnd.REPLACE : AfterEnd.STAY,
                "gave way to %s, whose priority is %d".formatted(vm.id(), priority)));
      }
      return true;
    }

    private boolean isBeingEmptied(HostId host) {
      return state.vmsOn(host).stream().anyMatch(v -> v.status() == VmStatus.STOPPING);
    }

    private void add(CellEvent event) {
      events.add(event);
      bytes += Codecs.sizeOf(event) + 1;
      if (bytes > MOST_BYTES) {
        left = 0;
        preemptions = 0;
        explanations = 0;
      }
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
          Pass.this.add(new VmsAssigned(job.job.id(), first, count, incarnation, host));
        }
        count = 0;
      }
    }
  }
}

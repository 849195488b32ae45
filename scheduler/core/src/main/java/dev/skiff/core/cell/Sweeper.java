package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.JobRemoved;
import dev.skiff.contracts.log.CellEvent.KeysExpired;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.contracts.state.Vm;
import java.util.ArrayList;
import java.util.List;

/// Work that is due at some time or too much for one Transition, a bounded piece of it at a time:
/// calling off the VMs of cancelled jobs, giving up those of lost hosts, removing expired jobs and
/// keys.
final class Sweeper {
  private final CellRules rules;
  private final VmEnding ending;

  Sweeper(CellRules rules, VmEnding ending) {
    this.rules = rules;
    this.ending = ending;
  }

  List<CellEvent> sweep(CellState state, long at) {
    List<CellEvent> events = new ArrayList<>();
    callOff(state, at, events);
    giveUp(state, at, events);
    expireJobs(state, at, events);
    expireKeys(state, at, events);
    return events;
  }

  private void callOff(CellState state, long at, List<CellEvent> events) {
    for (JobId job : state.callingOff) {
      for (Vm vm : state.vmsOf(job)) {
        if (events.size() >= rules.sweepMost()) {
          return;
        }
        switch (vm.status()) {
          case CREATED, PENDING -> events.add(RequestHandler.calledOff(vm, at));
          case ASSIGNED, STARTING, RUNNING ->
              events.add(new VmStopping(vm.id(), rules.cancelGraceMillis(), false));
          case STOPPING, EXITED, FAILED, LOST, CANCELLED -> {}
        }
      }
    }
  }

  private void giveUp(CellState state, long at, List<CellEvent> events) {
    for (HostId host : state.emptying) {
      for (Vm vm : state.vmsOn(host)) {
        if (events.size() >= rules.sweepMost()) {
          return;
        }
        ExitStatus exit =
            ExitStatus.failed(
                "host-lost", "host %s has not been heard of for too long".formatted(host), at);
        events.addAll(ending.end(state.requireJob(vm.id().job()).job, vm, exit, true, at));
      }
    }
  }

  private void expireJobs(CellState state, long at, List<CellEvent> events) {
    for (CellState.Expiry expiry : state.expiries) {
      if (expiry.at() > at || events.size() >= rules.sweepMost()) {
        return;
      }
      events.add(new JobRemoved(expiry.job()));
    }
  }

  private void expireKeys(CellState state, long at, List<CellEvent> events) {
    List<String> expired = new ArrayList<>();
    for (StoredKey key : state.keys.values()) {
      if (key.stored() + rules.keyTtl() > at || expired.size() >= rules.sweepMost()) {
        break;
      }
      expired.add(key.key().key());
    }
    if (!expired.isEmpty()) {
      events.add(new KeysExpired(expired));
    }
  }
}

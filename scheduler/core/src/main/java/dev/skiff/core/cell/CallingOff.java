package dev.skiff.core.cell;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.state.AfterEnd;
import dev.skiff.contracts.state.Vm;

/// Tells the VMs of jobs that were called off.
final class CallingOff implements Chores.Chore {
  private final CellRules rules;

  CallingOff(CellRules rules) {
    this.rules = rules;
  }

  @Override
  public void sweep(CellState state, long at, Chores.Batch events) {
    for (JobId job : state.callingOff) {
      for (Vm vm : state.vmsOf(job)) {
        if (events.isFull()) {
          return;
        }
        switch (vm.status()) {
          case CREATED, PENDING -> events.add(VmRequests.calledOff(vm, at));
          case ASSIGNED, STARTING, RUNNING, PAUSED, SUSPENDED ->
              events.add(
                  new VmStopping(
                      vm.id(), rules.cancelGraceMillis(), AfterEnd.STAY, "its job was called off"));
          case STOPPING, EXITED, FAILED, LOST, CANCELLED -> {}
        }
      }
    }
  }
}

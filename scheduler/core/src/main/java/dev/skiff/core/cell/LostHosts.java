package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.state.Vm;

/// Gives up the VMs of hosts that are lost.
final class LostHosts implements Chores.Chore {
  private final VmEnding ending;

  LostHosts(VmEnding ending) {
    this.ending = ending;
  }

  @Override
  public void sweep(CellState state, long at, Chores.Batch events) {
    for (HostId host : state.emptying) {
      for (Vm vm : state.vmsOn(host)) {
        if (events.isFull()) {
          return;
        }
        ExitStatus exit =
            ExitStatus.failed(
                "host-lost", "host %s has not been heard of for too long".formatted(host), at);
        events.addAll(
            ending.end(state.requireJob(vm.id().job()).job, vm, exit, VmEnding.Sight.UNSEEN, at));
      }
    }
  }
}

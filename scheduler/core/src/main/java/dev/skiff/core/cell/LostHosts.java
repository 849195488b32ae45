package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.state.Vm;

/// Gives up the VMs of hosts that are lost.
final class LostHosts implements Chores.Chore {
  private final CellRules rules;

  LostHosts(CellRules rules) {
    this.rules = rules;
  }

  @Override
  public void sweep(CellState state, long at, Chores.Batch events) {
    VmEnding ending = new VmEnding(rules, state, at);
    for (HostId host : state.emptying) {
      for (Vm vm : state.vmsOn(host)) {
        if (events.isFull()) {
          return;
        }
        events.addAll(ending.end(vm, silent(host, at), VmEnding.Sight.UNSEEN));
      }
    }
  }

  private static ExitStatus silent(HostId host, long at) {
    return ExitStatus.failed(
        "host-lost", "host %s has not been heard of for too long".formatted(host), at);
  }
}

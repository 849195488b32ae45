package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.state.AfterEnd;
import dev.skiff.contracts.state.Drain;
import dev.skiff.contracts.state.Vm;

/// Moves VMs off hosts that are being drained: those that may be started again at once, the others
/// at the deadline if it was forced.
final class Drains implements Chores.Chore {
  private final CellRules rules;

  Drains(CellRules rules) {
    this.rules = rules;
  }

  /// Whether a VM may be ended here and started elsewhere.
  static boolean isMovable(JobSpec spec) {
    return spec.isService() || spec.restart().mode() != RestartPolicy.Mode.NEVER;
  }

  @Override
  public void sweep(CellState state, long at, Chores.Batch events) {
    for (HostId id : state.draining) {
      Drain drain = state.requireHost(id).host.drain();
      if (drain == null) {
        continue;
      }
      boolean over = drain.force() && drain.deadline() > 0 && at >= drain.deadline();
      for (Vm vm : state.vmsOn(id)) {
        if (events.isFull()) {
          return;
        }
        boolean movable = isMovable(state.requireJob(vm.id().job()).spec());
        if (movable || over) {
          move(vm, movable, events);
        }
      }
    }
  }

  private void move(Vm vm, boolean movable, Chores.Batch events) {
    switch (vm.status()) {
      case ASSIGNED, STARTING, RUNNING, PAUSED, SUSPENDED ->
          events.add(
              new VmStopping(
                  vm.id(),
                  rules.moveGraceMillis(),
                  movable ? AfterEnd.REPLACE : AfterEnd.STAY,
                  "its host %s is being drained".formatted(vm.host())));
      case STOPPING, CREATED, PENDING, EXITED, FAILED, LOST, CANCELLED -> {}
    }
  }
}

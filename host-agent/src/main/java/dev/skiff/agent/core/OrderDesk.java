package dev.skiff.agent.core;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.VmHold;

/// Decides on single orders. Every order is answered, now or when it is carried out, also one that
/// makes no sense here: the cell must never wait for a host that has nothing to say.
final class OrderDesk {
  private final HostRuns runs;
  private final Resources promisable;

  OrderDesk(HostRuns runs, Resources promisable) {
    this.runs = runs;
    this.promisable = promisable;
  }

  void take(Order order, long logOffset, StepBuilder step) {
    switch (order) {
      case Order.Start start -> {
        VmId vm = new VmId(start.job(), start.first());
        for (int i = 0; i < start.count(); i++, vm = vm.next()) {
          start(vm, start, logOffset, step);
        }
      }
      case Order.OfVm ofVm -> takeOne(ofVm, logOffset, step);
    }
  }

  private void takeOne(Order.OfVm order, long logOffset, StepBuilder step) {
    VmRun run = new VmRun(order.vm(), order.incarnation());
    VmEntry entry = runs.entry(order.vm());
    if (entry.takeOrder(logOffset)) {
      switch (order) {
        case Order.Stop stop -> end(run, entry, stop.graceMillis(), step);
        case Order.Kill _ -> end(run, entry, 0, step);
        case Order.Pause _ -> hold(run, entry, VmHold.PAUSED, step);
        case Order.Suspend _ -> hold(run, entry, VmHold.SUSPENDED, step);
        case Order.Resume _ -> hold(run, entry, VmHold.NONE, step);
        case Order.Forget _ -> forget(run, entry, step);
      }
    }
    runs.settle(order.vm());
  }

  private void start(VmId vm, Order.Start order, long logOffset, StepBuilder step) {
    VmEntry entry = runs.entry(vm);
    if (entry.takeOrder(logOffset)) {
      start(new VmRun(vm, order.incarnation()), entry, order, logOffset, step);
    }
    if (entry.isEmpty()) {
      runs.settle(vm);
    }
  }

  private void start(
      VmRun run, VmEntry entry, Order.Start order, long logOffset, StepBuilder step) {
    RunState known = entry.run(run.incarnation());
    if (known != null) {
      repeatEnd(known, step);
    } else if (entry.hadBegun(run.incarnation())) {
      step.reportEnded(
          run,
          ExitStatus.failed(
              "already-over", "this placement of the VM is over on this host", step.now()));
    } else if (entry.wasTurnedAway(run.incarnation())) {
      step.reportRefused(run, "refused-before", "the host has refused this placement before");
    } else if (entry.mayBeOvertaken(logOffset)) {
      entry.turnAway(run.incarnation());
      step.reportRefused(
          run,
          "order-too-old",
          "the order is older than others that this host has carried out and forgotten, so it may"
              + " have been overtaken; the VM can be placed anew");
    } else if (Admission.fits(order.spec().resources(), runs.used(), promisable)) {
      runs.accept(run, entry, order.spec(), order.exclusive(), step);
    } else {
      entry.turnAway(run.incarnation());
      step.reportRefused(
          run, "no-room", Admission.refusal(order.spec().resources(), runs.used(), promisable));
    }
  }

  private void hold(VmRun run, VmEntry entry, VmHold wanted, StepBuilder step) {
    RunState known = entry.run(run.incarnation());
    if (known == null) {
      unknown(run, entry, step);
    } else if (known.isLive()) {
      HoldDesk.order(known, wanted, step);
    } else {
      repeatEnd(known, step);
    }
  }

  private static void unknown(VmRun run, VmEntry entry, StepBuilder step) {
    entry.begin(run.incarnation());
    step.reportEnded(
        run,
        ExitStatus.failed(
            "unknown-vm", "the host has nothing of this placement of the VM", step.now()));
  }

  private void end(VmRun run, VmEntry entry, long graceMillis, StepBuilder step) {
    RunState known = entry.run(run.incarnation());
    if (known == null) {
      unknown(run, entry, step);
    } else if (known.isLive()) {
      runs.endBy(known, graceMillis, "it was told to end", step);
    } else {
      repeatEnd(known, step);
    }
  }

  /// A run whose end is known to be in Kafka and is ordered about all the same: the cell seems not
  /// to know. (An end that still waits to be sent is not repeated.)
  private static void repeatEnd(RunState known, StepBuilder step) {
    if (!known.isLive() && known.reported()) {
      step.reportEnded(known.run(), known.exit());
    }
  }

  private void forget(VmRun run, VmEntry entry, StepBuilder step) {
    RunState known = entry.run(run.incarnation());
    if (known == null) {
      entry.begin(run.incarnation());
    } else if (known.isLive()) {
      // The cell counts it as over. What it counts must become true before the directory goes.
      known.markForgetWhenEnded();
      runs.endBy(known, 0, "it was to be forgotten", step);
    } else {
      runs.forget(known, step);
    }
  }
}

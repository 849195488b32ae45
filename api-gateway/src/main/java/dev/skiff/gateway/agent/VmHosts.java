package dev.skiff.gateway.agent;

import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.view.Lookup;
import dev.skiff.gateway.view.VmWithJob;
import dev.skiff.gateway.view.Waiting;
import java.time.Duration;

/// Finds the host behind a VM that somebody wants to read from or connect to, waiting for it to
/// have one where that makes sense. Blocks: for virtual threads.
final class VmHosts {
  /// How long a stream may wait for its VM to be started.
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final Lookup lookup;
  private final Waiting waiting;

  VmHosts(Lookup lookup, Waiting waiting) {
    this.lookup = lookup;
    this.waiting = waiting;
  }

  /// The VM as it is now.
  VmWithJob find(Call call) throws InterruptedException {
    return lookup.vm(call.required("id"), call.required("namespace"));
  }

  /// Waits until the VM's host has begun to start it, or it is over.
  VmWithJob started(Call call) throws InterruptedException {
    VmWithJob vm =
        waiting.forVm(
            find(call).vm().entity().id(), seen -> hasBegun(seen.vm().entity()), LONGEST_WAIT);
    if (!hasBegun(vm.vm().entity())) {
      throw notRunning(vm.vm().entity());
    }
    return vm;
  }

  /// The host of a VM.
  ///
  /// @throws Problem when it never had one
  VmHost hostOf(VmWithJob vm) {
    if (vm.vm().entity().host() == null) {
      throw notRunning(vm.vm().entity());
    }
    return new VmHost(vm, lookup.host(vm.vm().entity().host().value()).entity());
  }

  static boolean hasBegun(Vm vm) {
    return switch (vm.status()) {
      case CREATED, PENDING, ASSIGNED -> false;
      case STARTING, RUNNING, PAUSED, SUSPENDED, STOPPING, EXITED, FAILED, LOST, CANCELLED -> true;
    };
  }

  static boolean runs(Vm vm) {
    return vm.status() == VmStatus.RUNNING || vm.status() == VmStatus.STOPPING;
  }

  /// Why there is nothing to connect to, in the VM's own words.
  static Problem notRunning(Vm vm) {
    StringBuilder detail = new StringBuilder(vm.id() + " is " + vm.status());
    ExitStatus exit = vm.exit();
    if (exit != null && exit.failure() != null) {
      detail.append(": ").append(exit.failure());
    }
    if (exit != null && exit.detail() != null) {
      detail.append(": ").append(exit.detail());
    } else if (vm.reason() != null) {
      detail.append(": ").append(vm.reason());
    }
    return Problem.of(ProblemCode.VM_NOT_RUNNING, detail.toString());
  }
}

package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.view.Vm;
import java.time.Duration;
import java.util.Optional;

/// Waits at the server, in steps that it allows.
final class Waits {
  /// How long an order may take on its way, beside what it asks for.
  static final Duration MARGIN = Duration.ofSeconds(30);

  private static final Duration STEP = Duration.ofMinutes(1);

  private Waits() {}

  /// @throws Failure with the exit code of a timeout when the VM is not over in time
  static Vm untilOver(Vms vms, String id, Duration atMost) throws InterruptedException {
    return until(vms, id, "finished", atMost)
        .orElseThrow(() ->
            new Failure(
                ExitCode.TIMEOUT,
                id + " is not over yet",
                "look at it: skiff inspect " + id + "; cut its power: skiff kill " + id));
  }

  /// @param state `running` or `finished`
  /// @return empty when the time ran out
  static Optional<Vm> until(Vms vms, String id, String state, Duration atMost)
      throws InterruptedException {
    Duration left = atMost;
    while (true) {
      Duration step = left.compareTo(STEP) < 0 ? left : STEP;
      Optional<Vm> vm = vms.await(id, state, step);
      left = left.minus(step);
      if (vm.isPresent() || !left.isPositive()) {
        return vm;
      }
    }
  }
}

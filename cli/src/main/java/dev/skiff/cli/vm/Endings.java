package dev.skiff.cli.vm;

import dev.skiff.cli.command.Advice;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Printable;
import dev.skiff.cli.stream.SessionEnd;
import dev.skiff.cli.view.Exit;
import dev.skiff.cli.view.Vm;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the end of a VM means for this process: an exit code, and a word where the code says too
/// little.
final class Endings {
  private Endings() {}

  /// @param interrupted whether the user ended it
  static int report(Surroundings surroundings, Vm vm, boolean interrupted) {
    Exit exit = vm.exit().orElse(null);
    if (exit != null && exit.outOfMemory()) {
      say(surroundings, "the guest ran out of memory", "give it more with -m");
    } else if (exit != null && !exit.failure().isEmpty() && !interrupted) {
      String detail = exit.detail().isEmpty() ? vm.reason() : exit.detail();
      say(surroundings, detail + " (" + exit.failure() + ")", Advice.onVmFailure(exit.failure()));
    }
    if (vm.exitCode().isPresent()) {
      return vm.exitCode().getAsInt();
    }
    if (interrupted) {
      return ExitCode.INTERRUPTED;
    }
    if (exit == null) {
      String state = vm.state().toLowerCase(Locale.ROOT);
      say(surroundings, vm.id() + " is " + state + reason(vm), null);
    }
    return vm.state().equals("CANCELLED") ? ExitCode.NOT_PLACED : ExitCode.ERROR;
  }

  static int timedOut(Surroundings surroundings, Vm vm, @Nullable Duration timeout) {
    String after =
        timeout == null ? "" : " after " + timeout.toString().substring(2).toLowerCase(Locale.ROOT);
    say(surroundings, vm.id() + " was stopped: timeout" + after + reason(vm), null);
    return ExitCode.TIMEOUT;
  }

  /// The VM goes on without this terminal.
  static int leave(Surroundings surroundings, String id, SessionEnd end) {
    return switch (end) {
      case SessionEnd.Lost lost -> {
        say(
            surroundings,
            "the connection to " + id + " was lost: " + lost.detail(),
            "it goes on without: skiff attach " + id + ", skiff logs " + id);
        yield ExitCode.ERROR;
      }
      case SessionEnd.Detached detached -> {
        say(surroundings, "detached from " + id, null);
        yield ExitCode.OK;
      }
      case SessionEnd.Failed failed -> {
        String code = failed.code().isEmpty() ? "" : " (" + failed.code() + ")";
        say(surroundings, failed.detail() + code, Advice.onVmFailure(failed.code()));
        yield ExitCode.ERROR;
      }
      case SessionEnd.Exited exited -> exited.code();
    };
  }

  private static String reason(Vm vm) {
    return vm.reason().isEmpty() ? "" : ": " + vm.reason();
  }

  private static void say(Surroundings to, String sentence, @Nullable String advice) {
    to.out().flush();
    to.err().println("skiff: " + Printable.oneLine(sentence));
    if (advice != null) {
      to.err().println("  → " + advice);
    }
  }
}

package dev.skiff.agent.execution;

import dev.skiff.agent.image.ImageException;
import dev.skiff.agent.vmm.LeaseWatchdog;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.report.ExitStatus;
import java.io.IOException;
import java.util.Locale;

/// Says in the words of the contracts how a run ended.
final class Failures {
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;

  private Failures() {}

  static ExitStatus of(VmExit exit) {
    return new ExitStatus(
        exit.exitCode(), exit.signal(), exit.oom(), exit.failure(), exit.detail(), exit.at());
  }

  /// A run that was ended because the host's lease was over.
  static ExitStatus leaseEnded(ExitStatus exit) {
    return new ExitStatus(
        exit.code(), exit.signal(), exit.oom(), LeaseWatchdog.ENDED, LeaseWatchdog.WHY, exit.at());
  }

  /// How a run that never came up is over.
  ///
  /// @param at microseconds since the epoch
  static ExitStatus of(Throwable problem, long at) {
    return switch (problem) {
      case VmmException vmm -> ofVmm(vmm, at);
      case ImageException image -> ExitStatus.failed(image.code(), said(image), at);
      case IOException disk ->
          ExitStatus.failed(noSpace(disk) ? "disk-full" : "disk-failed", said(disk), at);
      case ArithmeticException _ ->
          ExitStatus.failed("too-large", "the VM asks for more than a driver can count", at);
      default ->
          ExitStatus.failed(
              "agent-failed", "the agent met a problem that it did not expect: " + problem, at);
    };
  }

  private static ExitStatus ofVmm(VmmException vmm, long at) {
    // As a shell says it.
    Integer code =
        switch (vmm.code()) {
          case "command-not-found" -> NOT_FOUND;
          case "command-not-executable" -> NOT_EXECUTABLE;
          default -> null;
        };
    return new ExitStatus(code, 0, false, vmm.code(), said(vmm), at);
  }

  private static boolean noSpace(IOException problem) {
    String message = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left") || message.contains("quota exceeded");
  }

  private static String said(Exception problem) {
    String message = problem.getMessage();
    return message == null ? problem.toString() : message;
  }
}

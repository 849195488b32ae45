package dev.skiff.cli.command;

import org.jspecify.annotations.Nullable;

/// What to do about a stable code, in terms of this tool.
public final class Advice {
  private Advice() {}

  /// Whether a code says that no host takes the VM.
  static boolean notPlaced(String code) {
    return switch (code) {
      case "never-fits", "no-room", "quota-exceeded", "cell-full" -> true;
      default -> false;
    };
  }

  /// What to do when the API refuses; null when its own words are enough.
  static @Nullable String onProblem(String code) {
    return switch (code) {
      case "unauthorized" -> "give a token with --token, SKIFF_TOKEN or the context file";
      case "name-taken" -> "choose another name, or remove the old job: skiff job rm NAME";
      case "never-fits" -> "see what hosts have: skiff host ls -o wide";
      case "quota-exceeded" -> "see what the namespace may hold and holds: skiff ns ls";
      case "no-room", "cell-full", "too-many-waiting" ->
          "wait for running work to end: skiff job ls";
      case "function-failed" -> "see what it printed: skiff fn logs NAME";
      case "queue-full" -> "see what is not over yet: skiff fn invocations NAME";
      case "vm-not-running" -> "see what became of it: skiff ps -a";
      case "image-in-use" -> "remove the VMs that use it first: skiff ps -a";
      case "kafka-unreachable", "views-unavailable", "agent-unreachable" ->
          "try again in a moment; see the fleet's state with: skiff host ls";
      case "outcome-unknown" -> "see whether it happened: skiff ps -a";
      default -> null;
    };
  }

  /// What to do when a VM ended otherwise than by its command; null when nothing is known to help.
  public static @Nullable String onVmFailure(String code) {
    return switch (code) {
      case "image-not-found" ->
          "get it onto the hosts: skiff image pull REF, or skiff image import";
      case "registry-unreachable", "registry-denied" ->
          "check the reference, or import the image from a file: skiff image import FILE";
      case "no-command" -> "the image names no command: give one after the image";
      case "command-not-found", "command-not-executable" ->
          "the command must exist in the image; give its full path if it is not on PATH";
      case "disk-full" -> "give the VM more with --disk, or free disk on the host";
      case "boot-timeout", "boot-failed", "guest-unbootable", "vmm-missing", "guest-missing" ->
          "see what works on the host: skiff doctor";
      default -> null;
    };
  }
}

package dev.skiff.agent.vmm.simulated;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a simulated command does, read from its argv or from the text after `-c`: `sleep SECONDS`,
/// `echo WORDS`, `exit CODE` and `fail-boot CODE`, joined by `;`. Anything else is a command that
/// runs for the time of the settings and exits 0.
///
/// @param steps in order
/// @param failsBoot the code of the failure with which its boot fails; null for none
public record Script(List<Step> steps, @Nullable String failsBoot) {
  /// Goes on until it is told to end.
  static final Script UNTIL_TOLD = new Script(List.of(new Step.Wait(null)), null);

  public sealed interface Step {
    /// @param time null is until it is told to end
    record Wait(@Nullable Duration time) implements Step {}

    record Print(String text) implements Step {}

    record Exit(int code) implements Step {}
  }

  public static Script of(List<String> command, @Nullable Duration unknownRunTime) {
    List<Step> steps = new ArrayList<>();
    String failsBoot = null;
    for (List<String> words : statements(command)) {
      String argument = words.size() > 1 ? words.get(1) : "";
      switch (words.getFirst()) {
        case "sleep" -> steps.add(new Step.Wait(seconds(argument)));
        case "echo" ->
            steps.add(new Step.Print(String.join(" ", words.subList(1, words.size())) + "\n"));
        case "exit" -> steps.add(new Step.Exit(code(argument)));
        case "fail-boot" -> failsBoot = argument;
        default -> steps.add(new Step.Wait(unknownRunTime));
      }
    }
    return new Script(List.copyOf(steps), failsBoot);
  }

  /// Whether it is what no script is: a command of no known length, which reads its input.
  boolean readsInput() {
    return steps.stream().anyMatch(step -> step instanceof Step.Wait wait && wait.time() == null);
  }

  private static List<List<String>> statements(List<String> command) {
    int inline = command.indexOf("-c");
    if (inline < 0 || inline + 1 == command.size()) {
      return List.of(command);
    }
    return Arrays.stream(command.get(inline + 1).split(";"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .map(statement -> List.of(statement.split("\\s+")))
        .toList();
  }

  private static @Nullable Duration seconds(String argument) {
    try {
      double seconds = Double.parseDouble(argument);
      return seconds >= 0 && seconds < 1e9 ? Duration.ofNanos((long) (seconds * 1e9)) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static int code(String argument) {
    try {
      return Integer.parseInt(argument) & 0xff;
    } catch (NumberFormatException e) {
      return 2;
    }
  }
}

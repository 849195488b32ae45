package dev.skiff.cli;

import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.FailureReport;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is said about a command line that cannot be read: what is wrong, what may have been meant,
/// and how the command is used, without a page of help.
final class UsageReport {
  private UsageReport() {}

  static FailureReport of(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    String message = String.valueOf(exception.getMessage()).lines().findFirst().orElse("usage");
    List<String> lines = new ArrayList<>();
    lines.add("skiff: " + message);
    if (exception instanceof UnmatchedArgumentException unmatched) {
      List<String> meant = unmatched.getSuggestions();
      if (!meant.isEmpty()) {
        lines.add(
            "  did you mean "
                + String.join(" or ", meant.subList(0, Math.min(3, meant.size())))
                + "?");
      }
    }
    String[] synopsis = command.getCommandSpec().usageMessage().customSynopsis();
    if (synopsis.length > 0) {
      lines.add("  usage: " + synopsis[0]);
    }
    lines.add("  → " + command.getCommandSpec().qualifiedName(" ") + " --help");
    return new FailureReport(ExitCode.USAGE, List.copyOf(lines));
  }
}

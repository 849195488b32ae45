package dev.skiff.cli;

import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.FailureReport;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is said about a command line that cannot be read: what is wrong, what may have been meant,
/// and how the command is used, without a page of help.
final class UsageReport {
  private static final Pattern INVALID =
      Pattern.compile("Invalid value for (?:option '(.*?)'|.* \\((.*?)\\)): (.*)");

  private UsageReport() {}

  static FailureReport of(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    String message = String.valueOf(exception.getMessage()).lines().findFirst().orElse("usage");
    List<String> lines = new ArrayList<>();
    if (exception instanceof UnmatchedArgumentException unmatched) {
      lines.add("skiff: " + unmatched(unmatched, command));
      List<String> meant = unmatched.getSuggestions();
      if (!meant.isEmpty()) {
        lines.add(
            "  did you mean "
                + String.join(" or ", meant.subList(0, Math.min(3, meant.size())))
                + "?");
      }
    }
    if (lines.isEmpty()) {
      lines.add("skiff: " + message(message));
    }
    String[] synopsis = command.getCommandSpec().usageMessage().customSynopsis();
    if (synopsis.length > 0) {
      lines.add("  usage: " + synopsis[0]);
    }
    lines.add("  → " + command.getCommandSpec().qualifiedName(" ") + " --help");
    return new FailureReport(ExitCode.USAGE, List.copyOf(lines));
  }

  /// In the form of all other messages about values.
  private static String message(String picocli) {
    Matcher invalid = INVALID.matcher(picocli);
    if (invalid.matches()) {
      String name = invalid.group(1) == null ? invalid.group(2) : invalid.group(1);
      return name + ": " + invalid.group(3);
    }
    return picocli.replaceAll("^Missing required (?:option|parameter): '(.*)'$", "$1 is missing");
  }

  private static String unmatched(UnmatchedArgumentException exception, CommandLine command) {
    String first = exception.getUnmatched().isEmpty() ? "" : exception.getUnmatched().getFirst();
    if (first.startsWith("-")) {
      return "unknown option " + first;
    }
    return command.getSubcommands().isEmpty()
        ? "\"" + first + "\" is one argument too many"
        : "unknown command \"" + first + "\"";
  }
}

package dev.skiff.cli.command;

import dev.skiff.cli.api.ApiProblemException;
import dev.skiff.cli.api.Problem;
import dev.skiff.cli.api.TargetException;
import dev.skiff.cli.api.UnreachableException;
import dev.skiff.cli.console.OutputClosedException;
import dev.skiff.cli.console.TerminalException;
import dev.skiff.cli.output.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is said about an error, and the exit code that goes with it.
///
/// @param exitCode of the process
/// @param lines for standard error: what is wrong, each field that is wrong, what to do
public record FailureReport(int exitCode, List<String> lines) {
  /// Finds the words for any exception.
  public static FailureReport of(Throwable thrown) {
    return switch (thrown) {
      case Failure failure ->
          report(failure.exitCode(), words(failure), List.of(), failure.advice());
      case ApiProblemException refused -> of(refused.problem());
      case UnreachableException unreachable -> of(unreachable);
      case TargetException target -> report(ExitCode.USAGE, words(target), List.of(), null);
      case TerminalException terminal ->
          report(ExitCode.ERROR, words(terminal), List.of(), "leave -t out where there is none");
      case OutputClosedException closed -> new FailureReport(ExitCode.OUTPUT_CLOSED, List.of());
      case InterruptedException interrupted ->
          new FailureReport(ExitCode.INTERRUPTED, List.of("skiff: interrupted"));
      default ->
          report(
              ExitCode.ERROR,
              words(thrown),
              List.of(),
              "set SKIFF_DEBUG=1 to see where this comes from");
    };
  }

  private static FailureReport of(Problem problem) {
    List<String> fields =
        problem.errors().stream()
            .map(error -> error.where().isEmpty() ? error.detail() : field(error))
            .toList();
    int exitCode = Advice.notPlaced(problem.code()) ? ExitCode.NOT_PLACED : ExitCode.ERROR;
    String code = problem.code().isEmpty() ? "" : " (" + problem.code() + ")";
    return report(exitCode, problem.sentence() + code, fields, Advice.onProblem(problem.code()));
  }

  private static FailureReport of(UnreachableException unreachable) {
    String url = unreachable.url().toString();
    if (unreachable.refused() && unreachable.here()) {
      return report(
          ExitCode.ERROR,
          "cannot reach " + url + ": is the fleet running? start one with: skiff up",
          List.of(),
          null);
    }
    if (unreachable.refused()) {
      return report(
          ExitCode.ERROR,
          "cannot reach " + url + ": nobody answers there",
          List.of(),
          "check the address: --url, SKIFF_URL or the context file");
    }
    return report(
        ExitCode.ERROR,
        "no answer from " + url + ": " + words(unreachable.getCause()),
        List.of(),
        "the fleet may have done it all the same; look with skiff ps -a before trying again");
  }

  private static String field(Problem.FieldError error) {
    return error.where() + ": " + error.detail();
  }

  private static FailureReport report(
      int exitCode, String message, List<String> details, @Nullable String advice) {
    List<String> lines = new ArrayList<>();
    lines.add("skiff: " + Printable.oneLine(message));
    details.forEach(detail -> lines.add("  " + Printable.oneLine(detail)));
    if (advice != null) {
      lines.add("  → " + advice);
    }
    return new FailureReport(exitCode, List.copyOf(lines));
  }

  private static String words(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "the connection broke";
    }
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }
}

package dev.skiff.cli.image;

import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.FailureReport;
import dev.skiff.cli.console.Surroundings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `skiff image rm`: removes images from all hosts.
@Command(
    name = "rm",
    header = "Remove images from every host.",
    customSynopsis = "skiff image rm REF...")
public final class ImageRemoveCommand extends ApiCommand {
  @Parameters(arity = "1..*", paramLabel = "REF", description = "Names or sha256 digests.")
  private List<String> references = new ArrayList<>();

  public ImageRemoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    int exitCode = ExitCode.OK;
    for (String reference : references) {
      try {
        var answer = api().ask(ApiRequest.delete("/v1/images/" + ApiRequest.segment(reference)));
        boolean complete = new HostResults(surroundings, reference).report(answer.path("results"));
        exitCode = Math.max(exitCode, complete ? ExitCode.OK : ExitCode.ERROR);
        if (complete) {
          print(reference);
        }
      } catch (RuntimeException e) {
        FailureReport report = FailureReport.of(e);
        report.lines().forEach(this::say);
        exitCode = Math.max(exitCode, report.exitCode());
      }
    }
    return exitCode;
  }
}

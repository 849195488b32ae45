package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skiff version`: of this tool, and of the fleet if asked for.
@Command(
    name = "version",
    header = "Print the version of this tool.",
    customSynopsis = "skiff version [--fleet]")
final class VersionCommand extends ApiCommand {
  @Option(names = "--fleet", description = "Also that of the gateway that answers.")
  private boolean fleet;

  VersionCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    print("skiff " + Version.text());
    if (fleet) {
      surroundings.out().flush();
      JsonNode answer = api().ask(ApiRequest.get("/v1/version"));
      print(
          "gateway %s (%s) at %s"
              .formatted(
                  answer.path("version").asText("?"),
                  answer.path("api").asText("?"),
                  api().target().url()));
    }
    return ExitCode.OK;
  }
}

package dev.skiff.cli.namespace;

import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `skiff ns rm`: lifts quotas.
@Command(
    name = "rm",
    header = "Lift the quotas of namespaces; their jobs stay.",
    customSynopsis = "skiff ns rm NAME...")
public final class NamespaceRemoveCommand extends ApiCommand {
  @Parameters(arity = "1..*", paramLabel = "NAME", description = "The namespaces.")
  private List<String> names = new ArrayList<>();

  public NamespaceRemoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    for (String name : names) {
      api().ask(ApiRequest.delete("/v1/namespaces/" + ApiRequest.segment(name)));
      print(name);
    }
    return ExitCode.OK;
  }
}

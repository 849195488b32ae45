package dev.skiff.cli.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.OutputOptions;
import dev.skiff.cli.console.Surroundings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skiff ns ls`: lists namespaces.
@Command(
    name = "ls",
    aliases = "list",
    header = "List namespaces: what each holds of what it may, and what it is sure of.",
    customSynopsis = "skiff ns ls [-q] [-o FORMAT]")
public final class NamespaceListCommand extends ApiCommand {
  @Mixin private OutputOptions output = new OutputOptions();

  public NamespaceListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    List<JsonNode> namespaces = new ArrayList<>();
    api().ask(ApiRequest.get("/v1/namespaces")).path("items").forEach(namespaces::add);
    NamespaceTable.listing()
        .print(
            surroundings,
            output.format(),
            namespaces,
            "no namespace has a quota or VMs; set one: skiff ns set NAME --limit cpus=100");
    return ExitCode.OK;
  }
}

package dev.skiff.cli.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.api.FunctionApi;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Documents;
import dev.skiff.cli.output.OutputFormat;
import dev.skiff.cli.output.Sheet;
import dev.skiff.cli.view.DeployedFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff fn show`: one function.
@Command(
    name = "show",
    header = "Show a function: what it runs, what triggers it, its microVMs.",
    customSynopsis = "skiff fn show [-o FORMAT] [--namespace NS] NAME")
public final class FunctionShowCommand extends ApiCommand {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table (default), wide, json, yaml or name.")
  private OutputFormat format = OutputFormat.TABLE;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  public FunctionShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    DeployedFunction function = new FunctionApi(api(), namespace.name()).get(name);
    switch (format) {
      case JSON -> print(Documents.json(function.json()));
      case YAML -> print(Documents.yaml(function.json()));
      case NAME -> print(function.name());
      case TABLE, WIDE -> show(function);
    }
    return ExitCode.OK;
  }

  private void show(DeployedFunction function) {
    JsonNode spec = function.spec();
    JsonNode status = function.status();
    JsonNode retries = spec.path("retries");
    long age = surroundings.clock().millis() * 1_000 - function.deployed();
    Sheet sheet =
        new Sheet()
            .add("Function", function.name())
            .add("Namespace", function.namespace())
            .add("Image", function.image())
            .add("Protocol", protocol(spec))
            .add("Timeout", spec.path("timeout").asText(""))
            .add("Scale", FunctionTable.scale(function) + " VMs")
            .add(
                "Attempts",
                "%s, %s to %s apart"
                    .formatted(
                        retries.path("maxAttempts").asText("?"),
                        retries.path("backoff").asText("?"),
                        retries.path("maxBackoff").asText("?")))
            .add("Dead letters", spec.path("deadLetter").path("topic").asText(""));
    String label = "Triggers";
    for (String trigger : function.triggers()) {
      sheet.add(label, trigger);
      label = "";
    }
    JsonNode vms = status.path("vms");
    sheet
        .add(
            "VMs",
            "%s running, %s starting, %s waiting"
                .formatted(
                    vms.path("running").asText("0"),
                    vms.path("starting").asText("0"),
                    vms.path("pending").asText("0")))
        .add("Queued", status.path("queued").asText(""))
        .add("Stopped keys", stopped(status))
        .add("Version", function.version())
        .add("Deployed", function.deployed() == 0 ? "" : Amounts.age(age) + " ago")
        .lines()
        .forEach(this::print);
  }

  private static String protocol(JsonNode spec) {
    String protocol = spec.path("protocol").asText("");
    String atOnce = spec.path("concurrency").asText("1");
    String at = protocol.equals("http") ? " on port " + spec.path("port").asText("") : "";
    return protocol + at + (atOnce.equals("1") ? "" : ", " + atOnce + " at once");
  }

  /// Ordering keys that stand still are only worth a line when there are some.
  private static String stopped(JsonNode status) {
    int parked = status.path("parked").asInt(0);
    return parked == 0 ? "" : Integer.toString(parked);
  }
}

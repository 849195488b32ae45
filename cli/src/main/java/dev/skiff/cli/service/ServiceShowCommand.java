package dev.skiff.cli.service;

import dev.skiff.cli.api.ServiceApi;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.job.JobTable;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Documents;
import dev.skiff.cli.output.ExplanationLines;
import dev.skiff.cli.output.OutputFormat;
import dev.skiff.cli.output.Sheet;
import dev.skiff.cli.view.Explanation;
import dev.skiff.cli.view.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff service show`: one service.
@Command(
    name = "show",
    header = "Show a service: its microVMs by phase, how far a change is, why some wait.",
    customSynopsis = "skiff service show [-o FORMAT] NAME")
public final class ServiceShowCommand extends ApiCommand {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table (default), wide, json, yaml or name.")
  private OutputFormat format = OutputFormat.TABLE;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Parameters(paramLabel = "NAME", description = "Its name or id.")
  private String name = "";

  public ServiceShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    Job service = new ServiceApi(api(), namespace.name()).get(name);
    switch (format) {
      case JSON -> print(Documents.json(service.json()));
      case YAML -> print(Documents.yaml(service.json()));
      case NAME -> print(service.name());
      case TABLE, WIDE -> show(service);
    }
    return ExitCode.OK;
  }

  private void show(Job service) {
    long age = surroundings.clock().millis() * 1_000 - service.submitted();
    Explanation waiting = service.explanation();
    var update = service.json().path("spec").path("update");
    new Sheet()
        .add("Service", service.name())
        .add("Id", service.id())
        .add("Namespace", service.namespace())
        .add("Image", service.image())
        .add("State", service.state())
        .add("VMs", service.count() + " (" + JobTable.counts(service) + ")")
        .add("Generation", ServiceTable.generation(service))
        .add(
            "Update",
            "at most %s more, %s down"
                .formatted(
                    update.path("maxSurge").asText("?"), update.path("maxUnavailable").asText("?")))
        .add("Made", service.submitted() == 0 ? "" : Amounts.age(age) + " ago")
        .add("Waiting", waiting.reason())
        .lines()
        .forEach(this::print);
    ExplanationLines.of(waiting, surroundings.colours(StandardStream.OUT)).forEach(this::print);
  }
}

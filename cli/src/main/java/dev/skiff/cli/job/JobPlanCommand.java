package dev.skiff.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Documents;
import dev.skiff.cli.output.OutputFormat;
import dev.skiff.cli.output.PlanLines;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff job plan`: what would become of manifests.
@Command(
    name = "plan",
    header = "Show where a job's microVMs would go, without running it.",
    customSynopsis = "skiff job plan -f FILE|- [-o table|json|yaml] [--count N] [OPTIONS]",
    description =
        "Exits with 0 when all of them would have a host at once, with 2 when some would wait.",
    footer = {"", "Example:", "  skiff job plan -f thumbnails.yaml --count 200 --spread zone"})
public final class JobPlanCommand extends ApiCommand {
  @Mixin private JobOverrides source = new JobOverrides();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table (default), json or yaml.")
  private OutputFormat format = OutputFormat.TABLE;

  public JobPlanCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    List<JsonNode> plans = new ArrayList<>();
    for (ObjectNode manifest : source.manifests(surroundings.in())) {
      plans.add(new Jobs(api()).plan(manifest));
    }
    JsonNode document =
        plans.size() == 1 ? plans.getFirst() : JsonNodeFactory.instance.arrayNode().addAll(plans);
    switch (format) {
      case JSON -> print(Documents.json(document));
      case YAML -> print(Documents.yaml(document));
      case TABLE, WIDE -> plans.forEach(this::show);
      case NAME -> throw Failure.usage("-o: name (expected: table, json or yaml)", null);
    }
    return plans.stream().allMatch(PlanLines::isWhole) ? ExitCode.OK : ExitCode.NOT_PLACED;
  }

  private void show(JsonNode plan) {
    PlanLines.of(plan, surroundings.colours(StandardStream.OUT)).forEach(this::print);
  }
}

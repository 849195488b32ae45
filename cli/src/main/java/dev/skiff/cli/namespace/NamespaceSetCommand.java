package dev.skiff.cli.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.command.OutputOptions;
import dev.skiff.cli.console.Surroundings;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff ns set`: says what a namespace may hold.
@Command(
    name = "set",
    header = "Say what a namespace may hold, and what it is sure of.",
    customSynopsis = "skiff ns set NAME [--limit AMOUNTS] [--guarantee AMOUNTS]",
    description = {
      "AMOUNTS are any of cpus=, memory=, disk= and vms=, joined by commas; what is left out is not",
      "bounded. They take the place of what was set before, and are divided evenly over the cells."
    },
    footer = {
      "",
      "Example:",
      "  skiff ns set media --limit cpus=100,memory=512GiB --guarantee cpus=20"
    })
public final class NamespaceSetCommand extends ApiCommand {
  private static final Set<String> RESOURCES = Set.of("cpus", "memory", "disk", "vms");

  @Option(
      names = "--limit",
      paramLabel = "AMOUNTS",
      description = "Jobs beyond it are refused; what runs goes on.")
  private @Nullable String limit;

  @Option(
      names = "--guarantee",
      paramLabel = "AMOUNTS",
      description = "Up to this its VMs do not give way to other namespaces.")
  private @Nullable String guarantee;

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "NAME", description = "The namespace.")
  private String name = "";

  public NamespaceSetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    ObjectNode quota = JsonNodeFactory.instance.objectNode();
    put(quota, "limit", limit);
    put(quota, "guarantee", guarantee);
    if (quota.isEmpty()) {
      throw Failure.usage(
          "--limit or --guarantee is missing", "to lift a quota: skiff ns rm " + name);
    }
    JsonNode set =
        api().ask(ApiRequest.put("/v1/namespaces/" + ApiRequest.segment(name)).body(quota));
    NamespaceTable.listing().print(surroundings, output.format(), List.of(set), "");
    return ExitCode.OK;
  }

  private static void put(ObjectNode quota, String field, @Nullable String text) {
    if (text == null) {
      return;
    }
    ObjectNode amounts = quota.putObject(field);
    for (String amount : text.split(",", -1)) {
      int equals = amount.indexOf('=');
      String resource = equals < 0 ? amount : amount.substring(0, equals).strip();
      String value = amount.substring(equals + 1).strip();
      if (equals < 0 || !RESOURCES.contains(resource)) {
        throw Failure.usage(
            "--%s: \"%s\" (expected: cpus=, memory=, disk= or vms=)".formatted(field, amount),
            null);
      }
      if (!resource.equals("vms")) {
        amounts.put(resource, value);
      } else if (value.matches("[0-9]{1,9}")) {
        amounts.put(resource, Integer.parseInt(value));
      } else {
        throw Failure.usage(
            "--%s: \"%s\" (expected: vms= and a whole number)".formatted(field, amount), null);
      }
    }
  }
}

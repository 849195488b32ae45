package dev.skiff.cli.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.lookup.AnyLookup;
import dev.skiff.cli.lookup.VmLookup;
import dev.skiff.cli.output.Documents;
import dev.skiff.cli.output.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff inspect`: all that is known of something.
@Command(
    name = "inspect",
    header = "Show everything about a microVM, job or host.",
    customSynopsis = "skiff inspect [-o json|yaml | --receipt] ID...",
    description = "Prints it as the API has it; several as a list.",
    footer = {
      "",
      "Examples:",
      "  skiff inspect web.0 | jq .status.exit",
      "  skiff inspect --receipt web.0     # where the time of its start went"
    })
public final class InspectCommand extends ApiCommand {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "json (default) or yaml.")
  private OutputFormat format = OutputFormat.JSON;

  @Option(names = "--receipt", description = "Where the time of a VM's start went, as a table.")
  private boolean receipt;

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "Ids or names, or unique beginnings.")
  private List<String> names = new ArrayList<>();

  public InspectCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (receipt) {
      VmLookup lookup = new VmLookup(api());
      for (String name : names) {
        ReceiptTable.lines(lookup.vm(name), surroundings).forEach(this::print);
      }
      return ExitCode.OK;
    }
    List<JsonNode> found = new ArrayList<>();
    AnyLookup lookup = new AnyLookup(api());
    for (String name : names) {
      found.add(lookup.find(name));
    }
    JsonNode document =
        found.size() == 1 ? found.getFirst() : JsonNodeFactory.instance.arrayNode().addAll(found);
    switch (format) {
      case JSON -> print(Documents.json(document));
      case YAML -> print(Documents.yaml(document));
      case TABLE, WIDE, NAME ->
          throw Failure.usage("-o: " + format + " (expected: json or yaml)", null);
    }
    return ExitCode.OK;
  }
}

package dev.skiff.cli.vm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.command.Advice;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.lookup.AnyLookup;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Documents;
import dev.skiff.cli.output.ExplanationLines;
import dev.skiff.cli.output.OutputFormat;
import dev.skiff.cli.output.Sheet;
import dev.skiff.cli.view.Explanation;
import dev.skiff.cli.view.Times;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff why`: why a VM or a job is as it is.
@Command(
    name = "why",
    header = "Explain why a microVM or a job waits, or what it failed of.",
    customSynopsis = "skiff why [-o table|json|yaml] ID",
    description =
        "Accounts for every host, names all that is in the way, and says what would help.",
    footer = {"", "Example:", "  skiff why thumbnails.3"})
public final class WhyCommand extends ApiCommand {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table (default), json or yaml.")
  private OutputFormat format = OutputFormat.TABLE;

  @Parameters(
      paramLabel = "ID",
      description = "A VM or a job: its id or name, or a unique beginning.")
  private String id = "";

  public WhyCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    JsonNode found = new AnyLookup(api()).find(id);
    String exact = ApiRequest.segment(found.path("metadata").path("id").asText(""));
    JsonNode why =
        switch (found.path("kind").asText("")) {
          case "Vm" -> api().ask(ApiRequest.get("/v1/vms/" + exact + "/why"));
          case "Job", "Service" -> api().ask(ApiRequest.get("/v1/jobs/" + exact + "/why"));
          default ->
              throw Failure.usage(
                  "\"" + id + "\" is a host (expected: a VM or a job)", "skiff host show " + id);
        };
    switch (format) {
      case JSON -> print(Documents.json(why));
      case YAML -> print(Documents.yaml(why));
      case TABLE, WIDE -> show(why);
      case NAME -> throw Failure.usage("-o: name (expected: table, json or yaml)", null);
    }
    return ExitCode.OK;
  }

  private void show(JsonNode why) {
    JsonNode status = why.path("status");
    Explanation waiting = new Explanation(status.path("waiting"));
    sheet(why, waiting).lines().forEach(this::print);
    ExplanationLines.of(waiting, surroundings.colours(StandardStream.OUT)).forEach(this::print);
    for (JsonNode failed : status.path("failed")) {
      print(failed.path("id").asText("") + ": " + failure(failed));
    }
    String advice = Advice.onVmFailure(status.path("exit").path("failure").asText(""));
    if (advice != null) {
      print("What would help: " + advice);
    }
  }

  private Sheet sheet(JsonNode why, Explanation waiting) {
    JsonNode about = why.path("about");
    JsonNode status = why.path("status");
    String exact = about.path("id").asText("");
    String name = about.path("name").asText("");
    long notBefore = Times.micros(status.path("notBefore"));
    long left = notBefore - surroundings.clock().millis() * 1_000;
    return new Sheet()
        .add(
            about.path("kind").asText("Vm").toUpperCase(Locale.ROOT).equals("VM")
                ? "VM"
                : about.path("kind").asText(""),
            name.equals(exact) ? exact : exact + " (" + name + ")")
        .add("State", status.path("state").asText(""))
        .add("Host", status.path("host").asText(""))
        .add("Called off", status.path("calledOff").asText(""))
        .add("Reason", waiting.known() ? waiting.reason() : status.path("reason").asText(""))
        .add("Failed", failure(status))
        .add("Not before", left > 0 ? "in " + Amounts.age(left) : "")
        .add("Room made on", status.path("nominated").asText(""))
        .add("Refused by", status.path("avoiding").asText(""));
  }

  private static String failure(JsonNode status) {
    JsonNode exit = status.path("exit");
    if (!exit.isObject()) {
      return "";
    }
    String failure = exit.path("failure").asText("");
    String detail = exit.path("detail").asText("");
    if (failure.isEmpty()) {
      return "exit code " + exit.path("code").asText("unknown");
    }
    return detail.isEmpty() ? failure : failure + ": " + detail;
  }
}

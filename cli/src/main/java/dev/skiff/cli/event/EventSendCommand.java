package dev.skiff.cli.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.api.FunctionApi;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.DataOption;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff event send`: sends a CloudEvent.
@Command(
    name = "send",
    header = "Send a CloudEvent, and print the invocations that it leads to.",
    customSynopsis =
        "skiff event send --type TYPE --source SOURCE [--subject S] [--id ID] [-d DATA|@FILE|-]",
    description =
        "Returns when they are safely stored; skiff fn invocations says what comes of it.",
    footer = {
      "",
      "Example:",
      "  skiff event send --type com.example.uploaded --source /photos -d '{\"name\": \"a.jpg\"}'"
    })
public final class EventSendCommand extends ApiCommand {
  @Option(names = "--type", paramLabel = "TYPE", required = true, description = "What happened.")
  private String type = "";

  @Option(names = "--source", paramLabel = "SOURCE", required = true, description = "Where.")
  private String source = "";

  @Option(names = "--subject", paramLabel = "SUBJECT", description = "To what.")
  private @Nullable String subject;

  @Option(names = "--id", paramLabel = "ID", description = "Its id; else a random one.")
  private @Nullable String id;

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      description = "Of the data; else what it looks like.")
  private @Nullable String contentType;

  @Mixin private DataOption data = new DataOption();

  public EventSendCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    byte[] body = data.read(surroundings.in());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", encoded(id == null ? UUID.randomUUID().toString() : id));
    headers.put("ce-type", encoded(type));
    headers.put("ce-source", encoded(source));
    headers.put("ce-time", surroundings.clock().instant().toString());
    if (subject != null) {
      headers.put("ce-subject", encoded(subject));
    }
    if (contentType != null || body.length > 0) {
      headers.put("Content-Type", contentType == null ? DataOption.type(body) : contentType);
    }
    JsonNode invocations =
        new FunctionApi(api(), "default").send(body, headers).path("invocations");
    for (JsonNode one : invocations) {
      print(
          "%s  %s/%s"
              .formatted(
                  one.path("id").asText(""),
                  one.path("namespace").asText(""),
                  one.path("function").asText("")));
    }
    if (invocations.isEmpty()) {
      say("no function has a trigger for it");
    }
    return ExitCode.OK;
  }

  /// As CloudEvents' HTTP binding writes attributes: what is not printable ASCII, and blanks, `%`
  /// and `"`, percent-encoded.
  private static String encoded(String text) {
    StringBuilder header = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '%' && b != '"') {
        header.append((char) b);
      } else {
        header.append("%%%02X".formatted(b & 0xff));
      }
    }
    return header.toString();
  }
}

package dev.skiff.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.api.UnreachableException;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.ProgressLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `skiff image pull`: has every host fetch an image.
@Command(
    name = "pull",
    header = "Have every host fetch an image from its registry.",
    customSynopsis = "skiff image pull REF",
    description = "Prints the image's digest.",
    footer = {"", "Example:", "  skiff image pull registry.example:5000/team/thumb:1.4"})
public final class ImagePullCommand extends ApiCommand {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofHours(1);

  @Parameters(paramLabel = "REF", description = "registry/name:tag, or name@sha256:...")
  private String reference = "";

  public ImagePullCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiRequest request =
        ApiRequest.post("/v1/images/pull")
            .body(JsonNodeFactory.instance.objectNode().put("image", reference))
            .within(PATIENCE);
    try (InputStream lines = api().open(request);
        ProgressLine progress = new ProgressLine(surroundings)) {
      JsonNode results = read(lines, new PullProgress(progress));
      progress.wipe();
      boolean complete = new HostResults(surroundings, reference).report(results);
      ImageDigests.of(results).forEach(this::print);
      return complete ? ExitCode.OK : ExitCode.ERROR;
    } catch (IOException e) {
      throw new UnreachableException(api().target().url(), false, e);
    }
  }

  private JsonNode read(InputStream stream, PullProgress progress) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      JsonNode entry = JSON.readTree(line);
      if (entry.path("done").asBoolean(false)) {
        return entry.path("results");
      }
      progress.show(entry);
    }
    throw new Failure("the pull broke off before it was done", "try again: what is there is kept");
  }
}

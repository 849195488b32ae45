package dev.skiff.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.ProgressLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff image import`: gives an image to every host.
@Command(
    name = "import",
    header = "Give an image to every host, from a file or folder.",
    customSynopsis = "skiff image import [--name REF] FILE|DIR|-",
    description = {
      "Takes what docker save writes, and OCI layouts: as a tar, plain or gzip, or as the folder",
      "itself; - is standard input. Prints the image's digest."
    },
    footer = {
      "",
      "Examples:",
      "  docker save web:1.2 | skiff image import -",
      "  skiff image import --name team/web:1.2 ./oci-layout"
    })
public final class ImageImportCommand extends ApiCommand {
  private static final Duration PATIENCE = Duration.ofHours(1);

  @Option(
      names = "--name",
      paramLabel = "REF",
      description = "The name it gets; else the one in it.")
  private @Nullable String name;

  @Parameters(paramLabel = "FILE", description = "A file, a folder, or - for standard input.")
  private String source = "";

  public ImageImportCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Archive archive = open();
        ProgressLine progress = new ProgressLine(surroundings)) {
      var counted =
          new CountingStream(
              archive.content(), sent -> progress.show(words(sent, archive.length())));
      ApiRequest request = ApiRequest.post("/v1/images/import").with("name", name).within(PATIENCE);
      JsonNode answer =
          api()
              .upload(
                  request, "application/octet-stream", BodyPublishers.ofInputStream(() -> counted));
      progress.wipe();
      boolean complete = new HostResults(surroundings, source).report(answer.path("results"));
      String digest = answer.path("digest").asText("");
      if (digest.isEmpty()) {
        ImageDigests.of(answer.path("results")).forEach(this::print);
      } else {
        print(digest);
      }
      return complete ? ExitCode.OK : ExitCode.ERROR;
    } catch (UncheckedIOException e) {
      throw new Failure(source + ": " + e.getMessage(), null);
    } catch (IOException e) {
      throw new Failure(source + ": cannot be read: " + e.getMessage(), null);
    }
  }

  private Archive open() throws IOException {
    if (source.equals("-")) {
      return new Archive(surroundings.in(), -1);
    }
    Path path = Path.of(source);
    if (Files.isDirectory(path)) {
      if (!Files.isRegularFile(path.resolve("oci-layout"))) {
        throw Failure.usage(
            source + ": a folder without oci-layout (expected: an OCI layout)",
            "make one with: skopeo copy docker-daemon:NAME oci:" + source);
      }
      return LayoutTar.of(path);
    }
    if (!Files.exists(path)) {
      throw Failure.usage(source + ": no such file or folder", null);
    }
    return new Archive(Files.newInputStream(path), Files.size(path));
  }

  private String words(long sent, long length) {
    if (length > 0 && sent >= length) {
      return "sent " + Amounts.bytes(sent) + "; the hosts unpack it";
    }
    String of = length < 0 ? "" : " of " + Amounts.bytes(length);
    return "sending " + source + ": " + Amounts.bytes(sent) + of;
  }
}

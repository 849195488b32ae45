package dev.skiff.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.command.PlacementOptions;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A file of manifests, and what a command line says instead of them.
final class JobOverrides {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The manifest; - is standard input. It may hold several documents.")
  private String file = "";

  @Option(names = "--name", paramLabel = "NAME", description = "Instead of metadata.name.")
  private @Nullable String name;

  @Option(names = "--count", paramLabel = "N", description = "Instead of spec.count.")
  private @Nullable Integer count;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "How many of them may hold a host at the same time.")
  private @Nullable Integer parallelism;

  @Mixin private PlacementOptions placement = new PlacementOptions();

  List<ObjectNode> manifests(InputStream in) {
    List<ObjectNode> manifests = Manifests.read(file, in);
    if (name != null && manifests.size() > 1) {
      throw Failure.usage("--name: one name for " + manifests.size() + " manifests", null);
    }
    manifests.forEach(this::override);
    return manifests;
  }

  private void override(ObjectNode manifest) {
    if (name != null) {
      manifest.withObjectProperty("metadata").put("name", name);
    }
    ObjectNode spec = manifest.withObjectProperty("spec");
    if (count != null) {
      spec.put("count", count);
    }
    if (parallelism != null) {
      spec.put("parallelism", parallelism);
    }
    placement.applyTo(spec);
  }
}

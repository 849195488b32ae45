package dev.skiff.cli.function;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.api.FunctionApi;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.job.Manifests;
import dev.skiff.cli.view.DeployedFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff fn deploy`: makes functions, or new versions of them.
@Command(
    name = "deploy",
    header = "Deploy functions: of manifests, or one of an image.",
    customSynopsis = {
      "skiff fn deploy -f FILE|-",
      "       skiff fn deploy NAME --image IMAGE [OPTIONS] [-- COMMAND...]"
    },
    footer = {
      "",
      "Examples:",
      "  skiff fn deploy -f thumbnails.yaml",
      "  skiff fn deploy count --image skiff/busybox -- wc -c",
      "  skiff fn deploy api --image registry.example/api:3 --protocol http --concurrency 10"
    })
public final class FunctionDeployCommand extends ApiCommand {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Manifests of functions, YAML or JSON; - for standard input.")
  private @Nullable String file;

  @Mixin private FunctionOptions options = new FunctionOptions();

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Its name.")
  private @Nullable String name;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "What an event reaches; else the image's own.")
  private List<String> command = new ArrayList<>();

  public FunctionDeployCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    if ((file == null) == (name == null)) {
      throw Failure.usage(
          "fn deploy: %s (expected: -f FILE, or a NAME)"
              .formatted(file == null ? "neither" : "both"),
          "skiff fn deploy --help");
    }
    if (name != null) {
      deploy(options.manifest(name, command, surroundings.environment()));
      return ExitCode.OK;
    }
    for (ObjectNode manifest : Manifests.functions(String.valueOf(file), surroundings.in())) {
      deploy(manifest);
    }
    return ExitCode.OK;
  }

  private void deploy(ObjectNode manifest) throws InterruptedException {
    String which = manifest.path("metadata").path("name").asText("");
    if (which.isEmpty()) {
      throw Failure.usage("metadata.name: missing (expected: a name; a function has one)", null);
    }
    String namespace = manifest.path("metadata").path("namespace").asText(options.namespace.name());
    DeployedFunction function = new FunctionApi(api(), namespace).put(which, manifest);
    print(function.name());
    surroundings.out().flush();
    say("%s is deployed as version %s".formatted(function.name(), function.version()));
  }
}

package dev.skiff.cli.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.api.ServiceApi;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.job.Manifests;
import dev.skiff.cli.view.Job;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff service update`: changes a service while it runs, or makes it.
@Command(
    name = "update",
    header = "Change a service while it runs, a few microVMs at a time; or make it.",
    customSynopsis = "skiff service update NAME (--image IMAGE | -f FILE|-)",
    description = "With a file, the service becomes what it says, and is made when there is none.",
    footer = {
      "",
      "Examples:",
      "  skiff service update web --image registry.example/web:1.3",
      "  skiff service update web -f web.yaml"
    })
public final class ServiceUpdateCommand extends ApiCommand {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A manifest of the kind Service; - is standard input.")
  private @Nullable String file;

  @Option(names = "--image", paramLabel = "IMAGE", description = "What its VMs boot from now on.")
  private @Nullable String image;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  public ServiceUpdateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    if ((file == null) == (image == null)) {
      throw Failure.usage("--image or -f: one of them is needed", "skiff service update --help");
    }
    ServiceApi services = new ServiceApi(api(), namespace.name());
    Job service =
        file == null
            ? services.change(name, spec -> spec.withObjectProperty("vm").put("image", image))
            : services.put(name, manifest(file));
    print(service.name());
    say("generation " + service.generation() + "; see how far it is: skiff service show " + name);
    return ExitCode.OK;
  }

  private ObjectNode manifest(String source) {
    List<ObjectNode> manifests = Manifests.read(source, surroundings.in());
    if (manifests.size() > 1) {
      throw Failure.usage("-f: " + manifests.size() + " manifests (expected: one)", null);
    }
    return manifests.getFirst();
  }
}

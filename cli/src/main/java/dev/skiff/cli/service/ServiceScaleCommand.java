package dev.skiff.cli.service;

import dev.skiff.cli.api.ServiceApi;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skiff service scale`: changes how many VMs a service keeps.
@Command(
    name = "scale",
    header = "Change how many microVMs a service keeps running.",
    customSynopsis = "skiff service scale [--namespace NS] NAME COUNT",
    footer = {"", "Example:", "  skiff service scale web 12"})
public final class ServiceScaleCommand extends ApiCommand {
  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name or id.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "COUNT", description = "How many from now on.")
  private int count;

  public ServiceScaleCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    var changed =
        new ServiceApi(api(), namespace.name()).change(name, spec -> spec.put("count", count));
    print(changed.name());
    return ExitCode.OK;
  }
}

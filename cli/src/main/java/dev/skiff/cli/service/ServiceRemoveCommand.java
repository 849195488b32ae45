package dev.skiff.cli.service;

import dev.skiff.cli.api.ServiceApi;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.FailureReport;
import dev.skiff.cli.console.Surroundings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skiff service rm`: ends services.
@Command(
    name = "rm",
    header = "End services: stop their microVMs and forget them.",
    customSynopsis = "skiff service rm [--namespace NS] NAME...",
    description = "Returns when it has been ordered.")
public final class ServiceRemoveCommand extends ApiCommand {
  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Their names or ids.")
  private List<String> names = new ArrayList<>();

  public ServiceRemoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    int exitCode = ExitCode.OK;
    for (String name : names) {
      try {
        new ServiceApi(api(), namespace.name()).delete(name);
        print(name);
      } catch (RuntimeException e) {
        FailureReport report = FailureReport.of(e);
        report.lines().forEach(this::say);
        exitCode = Math.max(exitCode, report.exitCode());
      }
    }
    return exitCode;
  }
}

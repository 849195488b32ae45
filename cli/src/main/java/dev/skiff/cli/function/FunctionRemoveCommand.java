package dev.skiff.cli.function;

import dev.skiff.cli.api.FunctionApi;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.FailureReport;
import dev.skiff.cli.console.Surroundings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skiff fn rm`: removes functions.
@Command(
    name = "rm",
    header = "Remove functions; what waits for them is dropped.",
    customSynopsis = "skiff fn rm [--namespace NS] NAME...")
public final class FunctionRemoveCommand extends ApiCommand {
  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Their names.")
  private List<String> names = new ArrayList<>();

  public FunctionRemoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    int exitCode = ExitCode.OK;
    for (String name : names) {
      try {
        new FunctionApi(api(), namespace.name()).delete(name);
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

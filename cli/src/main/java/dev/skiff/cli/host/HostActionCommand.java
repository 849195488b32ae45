package dev.skiff.cli.host;

import dev.skiff.cli.api.Hosts;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.FailureReport;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.lookup.HostLookup;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/// A command that does the same to each of several hosts; one that fails does not keep the others
/// from it. Prints the name of each that is done.
abstract class HostActionCommand extends ApiCommand {
  @Parameters(arity = "1..*", paramLabel = "HOST", description = "Names, or unique beginnings.")
  private List<String> names = new ArrayList<>();

  HostActionCommand(Surroundings surroundings) {
    super(surroundings);
  }

  abstract void act(Hosts hosts, String id) throws InterruptedException;

  /// Whether what has been done is data of its own, rather than the name of the host.
  boolean printsForItself() {
    return false;
  }

  @Override
  public Integer call() throws InterruptedException {
    int exitCode = ExitCode.OK;
    for (String name : names) {
      try {
        String id = new HostLookup(api()).host(name).id();
        act(new Hosts(api()), id);
        if (!printsForItself()) {
          print(id);
        }
      } catch (RuntimeException e) {
        FailureReport report = FailureReport.of(e);
        report.lines().forEach(this::say);
        exitCode = Math.max(exitCode, report.exitCode());
      }
    }
    return exitCode;
  }
}

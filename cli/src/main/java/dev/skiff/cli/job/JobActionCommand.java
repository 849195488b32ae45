package dev.skiff.cli.job;

import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.FailureReport;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.lookup.JobLookup;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/// A command that does the same to each of several jobs; one that fails does not keep the others
/// from it. Prints the id of each that is done.
abstract class JobActionCommand extends ApiCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "JOB",
      description = "Ids or names, or unique beginnings.")
  private List<String> names = new ArrayList<>();

  JobActionCommand(Surroundings surroundings) {
    super(surroundings);
  }

  abstract void act(Jobs jobs, String id) throws InterruptedException;

  @Override
  public Integer call() throws InterruptedException {
    JobLookup lookup = new JobLookup(api());
    int exitCode = ExitCode.OK;
    for (String name : names) {
      try {
        String id = lookup.id(name);
        act(new Jobs(api()), id);
        print(id);
      } catch (RuntimeException e) {
        FailureReport report = FailureReport.of(e);
        report.lines().forEach(this::say);
        exitCode = Math.max(exitCode, report.exitCode());
      }
    }
    return exitCode;
  }
}

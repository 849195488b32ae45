package dev.skiff.cli.job;

import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.DurationConverter;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.lookup.JobLookup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff job wait`: waits for the end of jobs.
@Command(
    name = "wait",
    header = "Wait until jobs are over.",
    customSynopsis = "skiff job wait [--timeout TIME] JOB...",
    description = "Exits with 0 when all succeeded, 1 when one did not, 124 at the timeout.")
public final class JobWaitCommand extends ApiCommand {
  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long to wait for all of them; else forever.")
  private Duration timeout = Duration.ofDays(3_650);

  @Parameters(
      arity = "1..*",
      paramLabel = "JOB",
      description = "Ids or names, or unique beginnings.")
  private List<String> names = new ArrayList<>();

  public JobWaitCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    JobLookup lookup = new JobLookup(api());
    List<String> ids = new ArrayList<>();
    for (String name : names) {
      ids.add(lookup.id(name));
    }
    return new JobEnds(api(), surroundings).await(ids, timeout);
  }
}

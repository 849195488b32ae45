package dev.skiff.cli.job;

import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.console.Surroundings;
import picocli.CommandLine.Command;

/// `skiff job rm`: forgets jobs.
@Command(
    name = "rm",
    header = "Remove finished jobs with their microVMs and logs.",
    customSynopsis = "skiff job rm JOB...")
public final class JobRemoveCommand extends JobActionCommand {
  public JobRemoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Jobs jobs, String id) throws InterruptedException {
    jobs.remove(id);
  }
}

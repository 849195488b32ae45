package dev.skiff.cli.job;

import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.console.Surroundings;
import picocli.CommandLine.Command;

/// `skiff job cancel`: calls jobs off.
@Command(
    name = "cancel",
    header = "Stop everything of jobs and start no more of them.",
    customSynopsis = "skiff job cancel JOB...",
    description = "Returns when it has been ordered; skiff job wait waits for the end.")
public final class JobCancelCommand extends JobActionCommand {
  public JobCancelCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Jobs jobs, String id) throws InterruptedException {
    jobs.cancel(id);
  }
}

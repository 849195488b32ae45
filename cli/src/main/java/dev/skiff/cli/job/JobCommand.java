package dev.skiff.cli.job;

import dev.skiff.cli.command.Failure;
import picocli.CommandLine.Command;

/// `skiff job`: what its subcommands are for.
@Command(
    name = "job",
    header = "Submit and follow jobs of many microVMs.",
    customSynopsis = "skiff job COMMAND ...",
    subcommands = {
      JobSubmitCommand.class,
      JobPlanCommand.class,
      JobListCommand.class,
      JobShowCommand.class,
      JobWaitCommand.class,
      JobCancelCommand.class,
      JobRemoveCommand.class
    })
public final class JobCommand implements Runnable {
  @Override
  public void run() {
    throw Failure.usage(
        "job: which command? (submit, plan, ls, show, wait, cancel or rm)", "skiff job --help");
  }
}

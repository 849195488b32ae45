package dev.skiff.standalone.role;

import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import picocli.CommandLine.Command;

/// `skiff log`: what its subcommand is for.
@Command(
    name = "log",
    header = "Look into a cell's log.",
    customSynopsis = "skiff log COMMAND ...",
    subcommands = LogReplayCommand.class)
public final class LogCommand implements Runnable {
  private final Surroundings surroundings;

  public LogCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  @Override
  public void run() {
    throw Failure.usage("log: which command? (replay)", "skiff log --help");
  }
}

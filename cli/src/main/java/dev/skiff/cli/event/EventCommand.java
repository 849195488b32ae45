package dev.skiff.cli.event;

import dev.skiff.cli.command.Failure;
import picocli.CommandLine.Command;

/// `skiff event`: what its subcommand is for.
@Command(
    name = "event",
    header = "Send CloudEvents to the functions that have a trigger for them.",
    customSynopsis = "skiff event COMMAND ...",
    subcommands = EventSendCommand.class)
public final class EventCommand implements Runnable {
  @Override
  public void run() {
    throw Failure.usage("event: which command? (send)", "skiff event --help");
  }
}

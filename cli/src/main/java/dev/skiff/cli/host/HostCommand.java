package dev.skiff.cli.host;

import dev.skiff.cli.command.Failure;
import picocli.CommandLine.Command;

/// `skiff host`: what its subcommands are for.
@Command(
    name = "host",
    header = "List, show, cordon and drain hosts.",
    customSynopsis = "skiff host COMMAND ...",
    subcommands = {
      HostListCommand.class,
      HostShowCommand.class,
      HostCordonCommand.class,
      HostUncordonCommand.class,
      HostDrainCommand.class,
      HostRemoveCommand.class
    })
public final class HostCommand implements Runnable {
  @Override
  public void run() {
    throw Failure.usage(
        "host: which command? (ls, show, cordon, uncordon, drain or rm)", "skiff host --help");
  }
}

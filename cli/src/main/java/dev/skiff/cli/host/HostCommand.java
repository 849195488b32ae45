package dev.skiff.cli.host;

import dev.skiff.cli.command.Failure;
import picocli.CommandLine.Command;

/// `skiff host`: what its subcommands are for.
@Command(
    name = "host",
    header = "List and show hosts.",
    customSynopsis = "skiff host COMMAND ...",
    subcommands = {HostListCommand.class, HostShowCommand.class})
public final class HostCommand implements Runnable {
  @Override
  public void run() {
    throw Failure.usage("host: which command? (ls or show)", "skiff host --help");
  }
}

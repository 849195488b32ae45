package dev.skiff.cli.namespace;

import dev.skiff.cli.command.Failure;
import picocli.CommandLine.Command;

/// `skiff ns`: what its subcommands are for.
@Command(
    name = "ns",
    header = "Say what namespaces may hold.",
    customSynopsis = "skiff ns COMMAND ...",
    subcommands = {
      NamespaceListCommand.class,
      NamespaceSetCommand.class,
      NamespaceRemoveCommand.class
    })
public final class NamespaceCommand implements Runnable {
  @Override
  public void run() {
    throw Failure.usage("ns: which command? (ls, set or rm)", "skiff ns --help");
  }
}

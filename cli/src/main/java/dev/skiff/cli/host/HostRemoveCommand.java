package dev.skiff.cli.host;

import dev.skiff.cli.api.Hosts;
import dev.skiff.cli.console.Surroundings;
import picocli.CommandLine.Command;

/// `skiff host rm`: forgets lost hosts.
@Command(
    name = "rm",
    header = "Forget lost hosts.",
    customSynopsis = "skiff host rm HOST...",
    description = "A host comes back when its agent joins again.")
public final class HostRemoveCommand extends HostActionCommand {
  public HostRemoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Hosts hosts, String id) throws InterruptedException {
    hosts.remove(id);
  }
}

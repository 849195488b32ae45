package dev.skiff.cli.host;

import dev.skiff.cli.api.Hosts;
import dev.skiff.cli.console.Surroundings;
import picocli.CommandLine.Command;

/// `skiff host cordon`: keeps new VMs from hosts.
@Command(
    name = "cordon",
    header = "Give hosts no new microVMs.",
    customSynopsis = "skiff host cordon HOST...",
    description = "What runs there goes on; skiff host uncordon ends it.")
public final class HostCordonCommand extends HostActionCommand {
  public HostCordonCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Hosts hosts, String id) throws InterruptedException {
    hosts.cordon(id);
  }
}

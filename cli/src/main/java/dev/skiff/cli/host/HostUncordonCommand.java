package dev.skiff.cli.host;

import dev.skiff.cli.api.Hosts;
import dev.skiff.cli.console.Surroundings;
import picocli.CommandLine.Command;

/// `skiff host uncordon`: lets hosts take VMs again.
@Command(
    name = "uncordon",
    header = "Let hosts take microVMs again: end a cordon or a drain.",
    customSynopsis = "skiff host uncordon HOST...")
public final class HostUncordonCommand extends HostActionCommand {
  public HostUncordonCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Hosts hosts, String id) throws InterruptedException {
    hosts.uncordon(id);
  }
}

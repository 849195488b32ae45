package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.ProgressLine;
import picocli.CommandLine.Command;

/// `skiff unpause`: lets VMs go on.
@Command(
    name = "unpause",
    header = "Let microVMs go on that stand still.",
    customSynopsis = "skiff unpause VM...")
public final class UnpauseCommand extends VmActionCommand {
  public UnpauseCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Vms vms, String id) throws InterruptedException {
    vms.hold(id, "resume");
  }

  @Override
  void await(Vms vms, String id, ProgressLine progress) {}
}

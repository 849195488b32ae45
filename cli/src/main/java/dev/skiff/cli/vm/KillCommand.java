package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.ProgressLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skiff kill`: ends VMs at once.
@Command(
    name = "kill",
    header = "Cut microVMs' power.",
    customSynopsis = "skiff kill [--no-wait] VM...")
public final class KillCommand extends VmActionCommand {
  @Option(names = "--no-wait", description = "Return when it has been ordered.")
  private boolean noWait;

  public KillCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Vms vms, String id) throws InterruptedException {
    vms.kill(id);
  }

  @Override
  void await(Vms vms, String id, ProgressLine progress) throws InterruptedException {
    if (!noWait) {
      progress.show("waiting for the end of " + id);
      Waits.untilOver(vms, id, Waits.MARGIN);
    }
  }
}

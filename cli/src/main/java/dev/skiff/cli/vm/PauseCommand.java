package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.ProgressLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skiff pause`: lets VMs stand still.
@Command(
    name = "pause",
    header = "Let microVMs stand still.",
    customSynopsis = "skiff pause [--to-disk] VM...",
    description = "They keep their room on their hosts; skiff unpause lets them go on.")
public final class PauseCommand extends VmActionCommand {
  @Option(
      names = "--to-disk",
      description = "Write their memory to the host's disk and end their VMMs.")
  private boolean toDisk;

  public PauseCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Vms vms, String id) throws InterruptedException {
    vms.hold(id, toDisk ? "suspend" : "pause");
  }

  /// The order is in the log; whether the host could do it shows in `skiff ps`.
  @Override
  void await(Vms vms, String id, ProgressLine progress) {}
}

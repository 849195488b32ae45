package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.ProgressLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skiff rm`: forgets VMs.
@Command(
    name = "rm",
    header = "Remove microVMs that are over, with their logs.",
    customSynopsis = "skiff rm [-f] VM...",
    footer = {"", "Example:", "  skiff rm $(skiff ps -q --state finished)"})
public final class RmCommand extends VmActionCommand {
  @Option(
      names = {"-f", "--force"},
      description = "Also those that are not over: their power is cut first.")
  private boolean force;

  public RmCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Vms vms, String id) throws InterruptedException {
    vms.remove(id, force);
  }

  @Override
  void await(Vms vms, String id, ProgressLine progress) {
    // What is forgotten cannot be waited for.
  }
}

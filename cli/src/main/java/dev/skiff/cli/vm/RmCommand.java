package dev.skiff.cli.vm;

import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.api.Vms;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.ProgressLine;
import dev.skiff.cli.view.Vm;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skiff rm`: forgets VMs. A job that was made for one VM alone goes with it, so that its name is
/// free again, as people who know Docker expect.
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

  private final Map<String, String> jobsOfOne = new HashMap<>();

  public RmCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Vms vms, String id) throws InterruptedException {
    Vm vm = vms.get(id);
    boolean alone = new Jobs(api()).get(vm.job()).count() == 1;
    if (alone) {
      jobsOfOne.put(id, vm.job());
    }
    if (alone && !vm.over() && force) {
      vms.kill(id);
    } else if (!alone || !vm.over()) {
      vms.remove(id, force);
    }
  }

  @Override
  void await(Vms vms, String id, ProgressLine progress) throws InterruptedException {
    String job = jobsOfOne.get(id);
    if (job != null) {
      progress.show("removing " + id);
      new Removal(api()).remove(job);
    }
  }
}

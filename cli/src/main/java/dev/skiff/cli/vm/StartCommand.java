package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.DurationConverter;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.ProgressLine;
import dev.skiff.cli.view.Vm;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skiff start`: starts VMs that were created, or that are over.
@Command(
    name = "start",
    header = "Start microVMs that were created or are over.",
    customSynopsis = "skiff start [--no-wait] VM...",
    description = "Waits until their commands run.")
public final class StartCommand extends VmActionCommand {
  @Option(names = "--no-wait", description = "Return when it has been ordered.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long to wait; else 2m.")
  private Duration timeout = Duration.ofMinutes(2);

  public StartCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Vms vms, String id) throws InterruptedException {
    vms.start(id);
  }

  @Override
  void await(Vms vms, String id, ProgressLine progress) throws InterruptedException {
    if (noWait) {
      return;
    }
    progress.show("starting " + id);
    Vm vm =
        Waits.until(vms, id, "running", timeout)
            .orElseThrow(() ->
                new Failure(
                    ExitCode.TIMEOUT, id + " does not run yet", "see why: skiff inspect " + id));
    if (vm.over() && vm.exitCode().isEmpty()) {
      throw new Failure(id + " did not start: " + vm.reason() + vm.exitText(), null);
    }
  }
}

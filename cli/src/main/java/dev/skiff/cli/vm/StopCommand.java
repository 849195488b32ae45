package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.DurationConverter;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.ProgressLine;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skiff stop`: ends VMs politely.
@Command(
    name = "stop",
    header = "Stop microVMs: SIGTERM, and after the grace their power is cut.",
    customSynopsis = "skiff stop [-t TIME] [--no-wait] VM...",
    footer = {"", "Example:", "  skiff stop -t 30s web.0 web.1"})
public final class StopCommand extends VmActionCommand {
  @Option(
      names = {"-t", "--time"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "The grace: 30 (seconds), 500ms, 2m; else 10s.")
  private Duration grace = Duration.ofSeconds(10);

  @Option(names = "--no-wait", description = "Return when the stop has been ordered.")
  private boolean noWait;

  public StopCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Vms vms, String id) throws InterruptedException {
    vms.stop(id, grace);
  }

  @Override
  void await(Vms vms, String id, ProgressLine progress) throws InterruptedException {
    if (!noWait) {
      progress.show("stopping " + id);
      Waits.untilOver(vms, id, grace.plus(Waits.MARGIN));
    }
  }
}

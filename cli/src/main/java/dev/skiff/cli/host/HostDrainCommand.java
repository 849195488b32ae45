package dev.skiff.cli.host;

import dev.skiff.cli.api.Hosts;
import dev.skiff.cli.command.DurationConverter;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.PlanLines;
import dev.skiff.cli.output.ProgressLine;
import dev.skiff.cli.view.Host;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skiff host drain`: empties hosts.
@Command(
    name = "drain",
    header = "Empty hosts: no new microVMs, and those on them go elsewhere.",
    customSynopsis = "skiff host drain [--deadline TIME] [--force] [--dry-run] [--wait] HOST...",
    description = {
      "VMs that may be started again are started on other hosts. The others are left to end by",
      "themselves, until the deadline with --force. skiff host uncordon ends a drain."
    },
    footer = {
      "",
      "Examples:",
      "  skiff host drain --dry-run host-3       # what would move where",
      "  skiff host drain --deadline 30m --force --wait host-3"
    })
public final class HostDrainCommand extends HostActionCommand {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long what cannot be moved may go on; else as long as it takes.")
  private @Nullable Duration deadline;

  @Option(names = "--force", description = "End it at the deadline, or at once without one.")
  private boolean force;

  @Option(names = "--dry-run", description = "Only show what would move where.")
  private boolean dryRun;

  @Option(names = "--wait", description = "Return when the host is empty.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long to wait (exit with 124); else forever.")
  private Duration timeout = Duration.ofDays(3_650);

  public HostDrainCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void act(Hosts hosts, String id) throws InterruptedException {
    if (dryRun) {
      PlanLines.of(hosts.planDrain(id, deadline, force), surroundings.colours(StandardStream.OUT))
          .forEach(this::print);
      return;
    }
    Host host = hosts.drain(id, deadline, force);
    if (wait) {
      await(hosts, host);
    } else {
      say(progress(host));
    }
  }

  @Override
  boolean printsForItself() {
    return dryRun;
  }

  private void await(Hosts hosts, Host first) throws InterruptedException {
    long end = surroundings.clock().millis() + timeout.toMillis();
    Host host = first;
    try (ProgressLine line = new ProgressLine(surroundings)) {
      while (!host.drained()) {
        if (!host.draining()) {
          throw new Failure(
              host.id() + " is not being drained any more: it is " + host.state(),
              "somebody has ended the drain: skiff host show " + host.id());
        }
        if (surroundings.clock().millis() >= end) {
          throw new Failure(
              ExitCode.TIMEOUT,
              progress(host),
              "see what is left: skiff ps --host " + host.id() + "; or drain it with --force");
        }
        line.show(progress(host));
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        host = hosts.get(host.id());
      }
    }
  }

  private String progress(Host host) {
    long left = host.drainDeadline() - surroundings.clock().millis() * 1_000;
    return "%s: %d of %d VMs left%s"
        .formatted(
            host.id(),
            host.drainLeft(),
            Math.max(host.drainLeft(), host.drainVms()),
            host.drainDeadline() > 0 ? "; deadline in " + Amounts.age(left) : "");
  }
}

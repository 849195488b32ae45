package dev.skiff.standalone.role;

import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.contracts.CellId;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.owner.OwnerTimings;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.TopicMismatchException;
import dev.skiff.scheduler.SchedulerApp;
import dev.skiff.scheduler.SchedulerConfig;
import dev.skiff.scheduler.admin.AdminSettings;
import dev.skiff.scheduler.hazelcast.HazelcastSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff scheduler`: one scheduler of a fleet on many machines.
@Command(
    name = "scheduler",
    header = "Run a scheduler of a larger fleet.",
    customSynopsis = "skiff scheduler --id ID --kafka HOST:PORT,... [OPTIONS]",
    description = {
      "Any number may run: each cell is owned by one of them, the others stand by. They find each",
      "other with --join. Members trust each other: --listen belongs on a private network."
    })
public final class SchedulerCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--id",
      required = true,
      paramLabel = "ID",
      description = "Unique in the fleet, the same after a restart.")
  private String id = "";

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      converter = Endpoint.Converter.class,
      description = "Where other schedulers and gateways reach it; else 127.0.0.1:5701.")
  private Endpoint listen = new Endpoint("127.0.0.1", 5701);

  @Option(
      names = "--join",
      split = ",",
      paramLabel = "HOST:PORT,...",
      description = "The --listen of all schedulers; none for one alone.")
  private List<String> members = new ArrayList<>();

  @Option(
      names = "--only-cells",
      split = ",",
      paramLabel = "N,...",
      description = "The cells it may own; else all.")
  private Set<Integer> cells = Set.of();

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      converter = Endpoint.Converter.class,
      description = "Health and metrics; else 127.0.0.1:9464.")
  private Endpoint admin = new Endpoint("127.0.0.1", 9464);

  public SchedulerCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (SchedulerApp app = new SchedulerApp(config())) {
      app.start();
      return RoleProcess.untilStopped(
          surroundings, "scheduler %s runs; health on port %d".formatted(id, app.adminPort()));
    } catch (IOException | KafkaUnreachableException | TopicMismatchException e) {
      throw new Failure("the scheduler did not start: " + e.getMessage(), null);
    }
  }

  private SchedulerConfig config() {
    try {
      KafkaSettings settings = kafka.settings(id);
      return new SchedulerConfig(
          id,
          cells.stream().map(CellId::new).collect(Collectors.toSet()),
          settings,
          new HazelcastSettings(
              settings.topics().prefix(), listen.host(), listen.port(), members, false),
          new AdminSettings(admin.host(), admin.port()),
          CellRules.DEFAULT,
          OwnerTimings.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()), null);
    }
  }
}

package dev.skiff.standalone.up;

import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Subscription;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.standalone.data.DataFolder;
import dev.skiff.standalone.data.DataFolderException;
import dev.skiff.standalone.data.DefaultFolder;
import dev.skiff.standalone.data.FleetFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff up`: a whole fleet in this process.
@Command(
    name = "up",
    header = "Start a whole fleet on this machine, and stay.",
    customSynopsis = "skiff up [--hosts N] [--driver NAME] [--data DIR] [--port N] [OPTIONS]",
    description = {
      "Kafka, a scheduler, the API and N host agents in this process, on loopback only. When all of",
      "it is ready, the API's URL is printed to standard output. Everything is kept in the data",
      "folder: started again there with the same options, the fleet is the same as before, also",
      "after kill -9."
    },
    footer = {
      "",
      "Examples:",
      "  skiff up",
      "  skiff up --hosts 5 --host-cpus 4 --host-memory 1GiB --label disk=ssd",
      "  skiff up --data /tmp/try --port 0",
      "",
      "Ctrl-C (or SIGTERM) stops the fleet and its VMs; a second one leaves at once, and the VMs run",
      "on as they do after kill -9: the next skiff up on the folder adopts them."
    })
public final class UpCommand implements Callable<Integer> {
  static final int DEFAULT_PORT = 7070;
  static final int DEFAULT_HOSTS = 3;
  private static final int MAX_HOSTS = 64;

  private final Surroundings surroundings;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      description = "How many hosts, 1 to 64; else as last time, 3 at first.")
  private @Nullable Integer hosts;

  @Option(
      names = "--driver",
      paramLabel = "NAME",
      description = "auto (the best that works), qemu-kvm, qemu-tcg, or simulated (not real).")
  private String driver = "auto";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The fleet's folder; else SKIFF_DATA, ~/.local/share/skiff.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Of the API, 0 for any; else as last time, 7070 at first.")
  private @Nullable Integer port;

  @Option(names = "--keep-vms", description = "Let VMs run on when the fleet is stopped.")
  private boolean keepVms;

  @Mixin private HostOptions hostOptions = new HostOptions();

  public UpCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Progress progress = new Progress(surroundings.err(), System::nanoTime);
    Path root = data == null ? DefaultFolder.of(surroundings.environment()) : data;
    try (DataFolder folder = DataFolder.open(root)) {
      FleetFile before = folder.fleetFile();
      FleetPlan plan = plan(folder, before);
      FleetLog.open(folder.logs());
      return serve(plan, folder, before, progress);
    } catch (DataFolderException | FleetException | IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), null);
    }
  }

  private FleetPlan plan(DataFolder folder, FleetFile before) throws IOException {
    int count = hosts == null ? before.hosts().orElse(DEFAULT_HOSTS) : hosts;
    if (count < 1 || count > MAX_HOSTS) {
      throw Failure.usage("--hosts: %d (expected: 1 to %d)".formatted(count, MAX_HOSTS), null);
    }
    if (count < before.hosts().orElse(0)) {
      surroundings
          .err()
          .printf(
              "this fleet had %d hosts: what runs on the others will count as lost%n",
              before.hosts().getAsInt());
    }
    return new FleetPlan(
        PlannedHost.of(count, hostOptions.labels()),
        hostOptions.size(HostSize.of(Machine.here(folder.root()), count)),
        hostOptions.cpuOvercommitPercent(),
        driver,
        chosenPort(before));
  }

  private int chosenPort(FleetFile before) {
    if (port != null && (port < 0 || port > 65_535)) {
      throw Failure.usage("--port: %d (expected: 0 to 65535)".formatted(port), null);
    }
    if (port != null && port == 0) {
      return Ports.again(before.port());
    }
    int wanted = port == null ? before.port().orElse(DEFAULT_PORT) : port;
    if (!Ports.free(wanted)) {
      throw new Failure(
          "port %d is in use on 127.0.0.1".formatted(wanted),
          "choose another with --port, or any with --port 0; or is a fleet up already? skiff host ls");
    }
    return wanted;
  }

  private int serve(FleetPlan plan, DataFolder folder, FleetFile before, Progress progress)
      throws FleetException, DataFolderException, InterruptedException {
    StopSignal stop = new StopSignal(surroundings.err());
    try (Subscription _ = surroundings.interrupts().listen(stop::request);
        Fleet fleet =
            stop.unlessRequested(
                () -> new FleetStart(plan, folder, progress).run(before.kafkaPort()))) {
      before.write(plan.hosts().size(), fleet.port(), fleet.kafkaPort());
      Banner.lines(fleet, plan, folder, keepVms, progress.seconds())
          .forEach(surroundings.err()::println);
      surroundings.err().flush();
      surroundings.out().println(fleet.url());
      surroundings.out().flush();
      Throwable fault = stop.await(fleet);
      end(fleet, fault);
      return fault == null ? ExitCode.OK : ExitCode.ERROR;
    }
  }

  private void end(Fleet fleet, @Nullable Throwable fault) throws InterruptedException {
    if (fault != null) {
      surroundings.err().println("skiff: Kafka has failed, the fleet ends: " + fault.getMessage());
      surroundings.err().println("  → its VMs run on; start it again with the same --data");
    } else if (!keepVms) {
      surroundings.err().println("stopping the VMs; Ctrl-C again leaves them running");
      fleet.stopVms(Duration.ofSeconds(10));
    }
    surroundings.err().println("stopping the fleet");
    surroundings.err().flush();
  }
}

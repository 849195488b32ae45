package dev.skiff.standalone.role;

import dev.skiff.agent.app.AgentApp;
import dev.skiff.agent.app.AgentConfig;
import dev.skiff.agent.app.AgentStartException;
import dev.skiff.agent.app.HostCapacity;
import dev.skiff.agent.app.HttpSettings;
import dev.skiff.agent.vmm.simulated.SimulatedSettings;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.standalone.up.HostOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff agent`: the agent of one host of a fleet on many machines.
@Command(
    name = "agent",
    header = "Run the agent of this host, in a larger fleet.",
    customSynopsis = "skiff agent --id HOST --kafka HOST:PORT,... --data DIR [OPTIONS]",
    description = {
      "VMs outlive their agent; the next one with the same --data adopts them. Give it a",
      "--token-file when --listen is not loopback."
    })
public final class AgentCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--id",
      required = true,
      paramLabel = "HOST",
      description = "The host's name: unique in the fleet, the same after a restart.")
  private String id = "";

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(names = "--cell", paramLabel = "N", description = "The cell it joins; else 0.")
  private int cell;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Its journal, its images and its VMs.")
  private Path data = Path.of(".");

  @Option(
      names = "--driver",
      paramLabel = "NAME",
      description = "auto (the best that works), qemu-kvm, qemu-tcg, or simulated (not real).")
  private String driver = "auto";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      converter = Endpoint.Converter.class,
      description = "Where gateways reach it for logs, exec and images; else 127.0.0.1:7071.")
  private Endpoint listen = new Endpoint("127.0.0.1", 7071);

  @Option(
      names = "--advertise",
      paramLabel = "URL",
      description = "What gateways are told instead of --listen: http://host:port.")
  private @Nullable String advertised;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the token that gateways must send.")
  private @Nullable Path tokenFile;

  @Mixin private HostOptions host = new HostOptions();

  public AgentCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (AgentApp app = new AgentApp(config())) {
      app.start();
      return RoleProcess.untilStopped(surroundings, "agent %s on %s".formatted(id, app.address()));
    } catch (AgentStartException e) {
      throw new Failure(
          "the agent did not start (%s): %s".formatted(e.code(), e.getMessage()),
          "see what works here: skiff doctor");
    }
  }

  private AgentConfig config() {
    try {
      return AgentConfig.of(
              new HostId(id),
              new CellId(cell),
              data.toAbsolutePath(),
              kafka.settings(id),
              host.size(HostCapacity.detect(data)))
          .withLabels(host.labels())
          .withCpuOvercommit(host.cpuOvercommitPercent())
          .withDriver(driver, SimulatedSettings.DEFAULT)
          .withHttp(
              new HttpSettings(
                  listen.host(),
                  listen.port(),
                  advertised,
                  Secrets.read("--token-file", tokenFile)));
    } catch (IllegalArgumentException | IOException e) {
      throw Failure.usage(String.valueOf(e.getMessage()), null);
    }
  }
}

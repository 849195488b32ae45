package dev.skiff.standalone.role;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import com.hazelcast.core.HazelcastInstance;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.gateway.GatewayApp;
import dev.skiff.gateway.GatewayConfig;
import dev.skiff.gateway.agent.AgentSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff gateway`: one API gateway of a fleet on many machines.
@Command(
    name = "gateway",
    header = "Run an API gateway of a larger fleet.",
    customSynopsis = "skiff gateway --id ID --kafka HOST:PORT,... --join HOST:PORT,... [OPTIONS]",
    description = {
      "Any number may run; they keep nothing. It speaks plain HTTP: off loopback it wants a",
      "--token-file and a proxy that ends TLS."
    })
public final class GatewayCommand implements Callable<Integer> {
  private static final long LARGEST_IMAGE_BYTES = 8L << 30;

  private final Surroundings surroundings;

  @Option(
      names = "--id",
      required = true,
      paramLabel = "ID",
      description = "Unique in the fleet, for logs and metrics.")
  private String id = "";

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      converter = Endpoint.Converter.class,
      description = "Where it serves; else 127.0.0.1:7070.")
  private Endpoint listen = new Endpoint("127.0.0.1", 7070);

  @Option(
      names = "--join",
      required = true,
      split = ",",
      paramLabel = "HOST:PORT,...",
      description = "The --listen of the schedulers.")
  private List<String> schedulers = new ArrayList<>();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the token that clients must send.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--agent-token-file",
      paramLabel = "FILE",
      description = "Holds the token that the agents ask for.")
  private @Nullable Path agentTokenFile;

  @Option(
      names = "--spool",
      paramLabel = "DIR",
      description = "Where an image waits on its way to the hosts; else the temporary folder.")
  private Path spool = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "skiff-spool");

  public GatewayCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    HazelcastInstance views =
        HazelcastClient.newHazelcastClient(client(kafka.settings(id).topics().prefix()));
    try (GatewayApp app = GatewayApp.start(config(), views, InstantSource.system())) {
      return RoleProcess.untilStopped(
          surroundings, "gateway %s serves on port %d".formatted(id, app.port()));
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new Failure("the gateway did not start: " + e.getMessage(), null);
    } finally {
      views.shutdown();
    }
  }

  private GatewayConfig config() {
    return GatewayConfig.local(
            listen.port(),
            kafka.settings(id),
            new AgentSettings(
                Secrets.read("--agent-token-file", agentTokenFile), spool, LARGEST_IMAGE_BYTES))
        .withBind(listen.host())
        .withToken(Secrets.read("--token-file", tokenFile));
  }

  /// Connects in the background and for as long as it takes: a gateway whose schedulers are away
  /// still answers, and says so.
  private ClientConfig client(String fleet) {
    ClientConfig config = new ClientConfig();
    config.setClusterName(fleet);
    config.setInstanceName(id);
    config.getNetworkConfig().setAddresses(schedulers);
    config.getConnectionStrategyConfig().setAsyncStart(true);
    config.getConnectionStrategyConfig().setReconnectMode(ReconnectMode.ASYNC);
    config
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(Long.MAX_VALUE);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.client.statistics.enabled", "false");
    config.getMetricsConfig().setEnabled(false);
    return config;
  }
}

package dev.skiff.gateway;

import com.hazelcast.client.config.ClientConfig;
import dev.skiff.contracts.Topics;
import dev.skiff.gateway.agent.AgentSettings;
import dev.skiff.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A gateway's configuration from environment variables, for a process of its own.
///
/// | variable | default | |
/// |---|---|---|
/// | `SKIFF_KAFKA` | – | bootstrap servers |
/// | `SKIFF_KAFKA_<PROPERTY>` | – | passed on, such as `SKIFF_KAFKA_SASL_MECHANISM` |
/// | `SKIFF_REPLICATION` | 3 | of the topics, should they have to be made |
/// | `SKIFF_HAZELCAST` | – | members, `host:port[,...]` |
/// | `SKIFF_HAZELCAST_CLUSTER` | skiff | the cluster's name |
/// | `SKIFF_PREFIX`, `SKIFF_CELLS` | skiff, 1 | the fleet's topics |
/// | `SKIFF_BIND`, `SKIFF_PORT` | 127.0.0.1, 7070 | where to listen |
/// | `SKIFF_TOKEN` | none | what clients must send |
/// | `SKIFF_AGENT_TOKEN` | none | what agents are sent |
/// | `SKIFF_MOST_WAITING` | 2000 | requests that may wait for an outcome; beyond it 429 |
/// | `SKIFF_SPOOL` | the system's folder for temporary files | where uploads wait |
record GatewayEnvironment(Map<String, String> variables) {
  private static final long MAX_IMAGE_BYTES = 8L * 1024 * 1024 * 1024;
  private static final String INVOCATION_SECONDS = "5";

  GatewayEnvironment {
    variables = Map.copyOf(variables);
  }

  GatewayConfig gateway() {
    Path spool =
        Path.of(text("SKIFF_SPOOL", System.getProperty("java.io.tmpdir"))).resolve("skiff-images");
    GatewayConfig config =
        GatewayConfig.local(
            number("SKIFF_PORT", 7070),
            kafka(),
            new AgentSettings(optional("SKIFF_AGENT_TOKEN"), spool, MAX_IMAGE_BYTES));
    return config
        .withBind(text("SKIFF_BIND", "127.0.0.1"))
        .withToken(optional("SKIFF_TOKEN"))
        .withMostWaiting(number("SKIFF_MOST_WAITING", config.mostWaiting()))
        .withPatience(Duration.ofSeconds(5));
  }

  ClientConfig hazelcast() {
    ClientConfig client = new ClientConfig();
    client.setClusterName(text("SKIFF_HAZELCAST_CLUSTER", "skiff"));
    Arrays.stream(required("SKIFF_HAZELCAST").split(","))
        .forEach(member -> client.getNetworkConfig().addAddress(member.strip()));
    // A query that nobody answers must become a 503 while its client still waits.
    client.setProperty("hazelcast.client.invocation.timeout.seconds", INVOCATION_SECONDS);
    client.setProperty("hazelcast.logging.type", "slf4j");
    client.setProperty("hazelcast.client.statistics.enabled", "false");
    client
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(-1);
    return client;
  }

  private KafkaSettings kafka() {
    Topics topics = new Topics(text("SKIFF_PREFIX", "skiff"), number("SKIFF_CELLS", 1));
    return new KafkaSettings(
        required("SKIFF_KAFKA"), topics, "gateway", number("SKIFF_REPLICATION", 3), security());
  }

  private Map<String, String> security() {
    Map<String, String> properties = new HashMap<>();
    String prefix = "SKIFF_KAFKA_";
    variables.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        String property = name.substring(prefix.length()).toLowerCase(Locale.ROOT);
        properties.put(property.replace('_', '.'), value);
      }
    });
    return properties;
  }

  private int number(String name, int otherwise) {
    String text = optional(name);
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: \"%s\" (expected: a whole number)".formatted(name, text), e);
    }
  }

  private String text(String name, String otherwise) {
    String text = optional(name);
    return text == null ? otherwise : text;
  }

  private String required(String name) {
    String text = optional(name);
    if (text == null) {
      throw new IllegalArgumentException(name + ": missing (expected: host:port[,host:port...])");
    }
    return text;
  }

  private @Nullable String optional(String name) {
    String text = variables.get(name);
    return text == null || text.isBlank() ? null : text;
  }
}

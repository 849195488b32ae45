package dev.skiff.standalone.role;

import dev.skiff.cli.command.Failure;
import dev.skiff.contracts.Topics;
import dev.skiff.kafka.KafkaSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a role finds Kafka; the same for all processes of a fleet.
final class KafkaOptions {
  @Option(
      names = "--kafka",
      required = true,
      paramLabel = "HOST:PORT,...",
      description = "The Kafka brokers to ask first.")
  private String bootstrapServers = "";

  @Option(
      names = "--kafka-security",
      paramLabel = "FILE",
      description = "Java properties: security.protocol, sasl.*, ssl.*.")
  private @Nullable Path security;

  @Option(
      names = "--topic-prefix",
      paramLabel = "NAME",
      description = "What the fleet's topics begin with; else skiff.")
  private String prefix = "skiff";

  @Option(
      names = "--cells",
      paramLabel = "N",
      description = "How many cells the fleet was made with; else 1.")
  private int cells = 1;

  @Option(
      names = "--replication",
      paramLabel = "N",
      description = "Copies of each topic; else 3. With fewer, a broken disk can lose the fleet.")
  private int replication = 3;

  /// @param clientId of the process
  KafkaSettings settings(String clientId) {
    try {
      return new KafkaSettings(
          bootstrapServers, new Topics(prefix, cells), clientId, replication, security());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()), null);
    }
  }

  private Map<String, String> security() {
    if (security == null) {
      return Map.of();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(security)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.usage("--kafka-security: cannot read " + security + ": " + e, null);
    }
    Map<String, String> values = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      values.put(name, properties.getProperty(name));
    }
    return values;
  }
}

package dev.skiff.gateway;

import dev.skiff.gateway.agent.AgentSettings;
import dev.skiff.kafka.KafkaSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a gateway runs.
///
/// @param bind address to listen on; loopback unless a token or a proxy protects it
/// @param port 0 for one that is free
/// @param token that clients must send; null for none
/// @param kafka where the cells' topics are
/// @param agents how host agents are talked to
/// @param linger how long a request may wait for others to share its write
/// @param patience how long an outcome is waited for
/// @param mostWaiting requests that wait for an outcome at the same time, and as many again that
///   wait for a state
/// @param eventLoops HTTP event loops
/// @param version shown at `/v1/version`
public record GatewayConfig(
    String bind,
    int port,
    @Nullable String token,
    KafkaSettings kafka,
    AgentSettings agents,
    Duration linger,
    Duration patience,
    int mostWaiting,
    int eventLoops,
    String version) {
  public GatewayConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    if (token != null && token.isBlank()) {
      throw new IllegalArgumentException("token: \"\" (expected: a secret, or none)");
    }
    if (patience.compareTo(Duration.ofMillis(100)) < 0
        || patience.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("patience: " + patience + " (expected: 100 ms to 5 min)");
    }
    if (mostWaiting < 1) {
      throw new IllegalArgumentException("mostWaiting: " + mostWaiting + " (expected: >= 1)");
    }
    if (eventLoops < 1 || eventLoops > 64) {
      throw new IllegalArgumentException("eventLoops: " + eventLoops + " (expected: 1 to 64)");
    }
  }

  /// On loopback, with the defaults that the design asks for.
  public static GatewayConfig local(int port, KafkaSettings kafka, AgentSettings agents) {
    return new GatewayConfig(
        "127.0.0.1",
        port,
        null,
        kafka,
        agents,
        Duration.ofMillis(1),
        Duration.ofSeconds(5),
        2_000,
        2,
        "0.1.0-SNAPSHOT");
  }

  public GatewayConfig withToken(@Nullable String other) {
    return new GatewayConfig(
        bind, port, other, kafka, agents, linger, patience, mostWaiting, eventLoops, version);
  }

  public GatewayConfig withBind(String other) {
    return new GatewayConfig(
        other, port, token, kafka, agents, linger, patience, mostWaiting, eventLoops, version);
  }

  public GatewayConfig withPatience(Duration other) {
    return new GatewayConfig(
        bind, port, token, kafka, agents, linger, other, mostWaiting, eventLoops, version);
  }

  public GatewayConfig withMostWaiting(int other) {
    return new GatewayConfig(
        bind, port, token, kafka, agents, linger, patience, other, eventLoops, version);
  }
}

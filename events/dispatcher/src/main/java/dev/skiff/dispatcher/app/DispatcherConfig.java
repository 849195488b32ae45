package dev.skiff.dispatcher.app;

import dev.skiff.kafka.KafkaSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How a dispatcher runs.
///
/// @param id unique in the fleet
/// @param gateway base URL of the API, where VMs are asked for
/// @param token that the API asks for; null for none
/// @param agentToken that the agents ask for; null for none
public record DispatcherConfig(
    String id,
    KafkaSettings kafka,
    URI gateway,
    @Nullable String token,
    @Nullable String agentToken) {}

package dev.skiff.agent.link;

import dev.skiff.contracts.report.Heartbeat;
import org.jspecify.annotations.Nullable;

/// Says what the next heartbeat is, right before it is sent.
@FunctionalInterface
public interface HeartbeatSource {
  /// @return null while no session is open
  @Nullable Heartbeat next() throws InterruptedException;
}

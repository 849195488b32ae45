package dev.skiff.gateway.agent;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How host agents are talked to.
///
/// @param token sent to every agent; null for none
/// @param spool folder in which an image waits while it is passed on
/// @param maxImageBytes of an archive
public record AgentSettings(@Nullable String token, Path spool, long maxImageBytes) {
  public AgentSettings {
    if (maxImageBytes < 1) {
      throw new IllegalArgumentException("maxImageBytes: " + maxImageBytes + " (expected: >= 1)");
    }
  }
}

package dev.skiff.contracts.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What happens when a VM ends by itself.
///
/// @param mode when to start it again
/// @param maxAttempts how many times at most it is started again; 0 with [Mode#NEVER]
public record RestartPolicy(Mode mode, int maxAttempts) {
  public static final RestartPolicy NEVER = new RestartPolicy(Mode.NEVER, 0);

  /// When a VM that ended is started again.
  public enum Mode {
    @JsonProperty("never")
    NEVER,
    @JsonProperty("on-failure")
    ON_FAILURE,
    @JsonProperty("always")
    ALWAYS
  }

  public RestartPolicy {
    if (maxAttempts < 0) {
      throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: >= 0)");
    }
  }

  /// Whether a VM that has been started again `attempts` times already may be started once more.
  public boolean allows(boolean failed, int attempts) {
    return switch (mode) {
      case NEVER -> false;
      case ON_FAILURE -> failed && attempts < maxAttempts;
      case ALWAYS -> attempts < maxAttempts;
    };
  }
}

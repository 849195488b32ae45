package dev.skiff.agent.vmm.simulated;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long simulated VMs take.
///
/// @param startTime from the order to the command
/// @param runTime how long a command runs that the script language does not know; null until it is
///   told to end
public record SimulatedSettings(Duration startTime, @Nullable Duration runTime) {
  public static final SimulatedSettings DEFAULT =
      new SimulatedSettings(Duration.ofMillis(50), null);

  public SimulatedSettings {
    if (startTime.isNegative() || (runTime != null && runTime.isNegative())) {
      throw new IllegalArgumentException(
          "startTime: %s, runTime: %s (expected: >= 0)".formatted(startTime, runTime));
    }
  }
}

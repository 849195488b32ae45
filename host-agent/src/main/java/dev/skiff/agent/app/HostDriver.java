package dev.skiff.agent.app;

import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.VmmDriver;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.drivers.DriverChoice;
import dev.skiff.agent.vmm.drivers.Drivers;
import dev.skiff.agent.vmm.drivers.VmmSettings;
import dev.skiff.agent.vmm.simulated.SimulatedDriver;
import java.nio.file.Path;
import java.time.InstantSource;

/// The driver of a host and why it is this one.
///
/// @param reason a sentence
public record HostDriver(VmmDriver driver, String reason) {
  /// Chooses as configured. May boot a guest to prove a driver, which takes seconds.
  ///
  /// @param dataFolder keeps what was found out
  public static HostDriver choose(
      AgentConfig config, Path dataFolder, OutputLogs logs, InstantSource clock)
      throws VmmException, InterruptedException {
    if (config.driver().equals(SimulatedDriver.NAME)) {
      return new HostDriver(
          new SimulatedDriver(config.simulated(), logs, clock),
          "it was asked for by name; no VM is real");
    }
    VmmSettings usual = VmmSettings.of(dataFolder);
    VmmSettings settings =
        config.guestFolder() == null ? usual : usual.withGuestFolder(config.guestFolder());
    DriverChoice choice = new Drivers(settings, logs, clock).byName(config.driver());
    return new HostDriver(choice.driver(), choice.reason());
  }

  boolean isSimulated() {
    return driver.name().equals(SimulatedDriver.NAME);
  }
}

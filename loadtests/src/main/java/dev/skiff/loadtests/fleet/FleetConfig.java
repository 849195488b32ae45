package dev.skiff.loadtests.fleet;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// A simulated fleet.
///
/// @param kafka where its cells are; the hosts are dealt out to all of them in turn
/// @param hosts how many
/// @param perHost what each has for VMs
/// @param zones values of the label `zone`
/// @param racks values of the label `rack`, dealt out so that a rack is in one zone
/// @param runTime how long a command runs that does not say so itself
/// @param startTime from the order to the running command
/// @param failShare share of the commands that end with exit code 1, 0 to 1
/// @param seed of all that is random
public record FleetConfig(
    KafkaSettings kafka,
    int hosts,
    Resources perHost,
    int zones,
    int racks,
    RunTime runTime,
    Duration startTime,
    double failShare,
    long seed) {
  public static final Resources USUAL_HOST = new Resources(64_000, 256 * 1024, 4 << 20, 400);

  public FleetConfig {
    if (hosts < 1 || hosts > 100_000 || zones < 1 || racks < zones) {
      throw new IllegalArgumentException(
          "fleet: %d hosts, %d zones, %d racks (expected: 1 to 100000, >= 1, >= zones)"
              .formatted(hosts, zones, racks));
    }
    if (!(failShare >= 0 && failShare <= 1)) {
      throw new IllegalArgumentException("failShare: " + failShare + " (expected: 0 to 1)");
    }
  }

  /// Hosts of the usual size, whose VMs run until they are told to end.
  public static FleetConfig of(KafkaSettings kafka, int hosts) {
    return new FleetConfig(
        kafka,
        hosts,
        USUAL_HOST,
        3,
        Math.max(3, hosts / 40),
        new RunTime.Forever(),
        Duration.ofMillis(20),
        0,
        1);
  }

  HostId host(int number) {
    return new HostId(String.format(Locale.ROOT, "h%05d", number));
  }

  CellId cell(int number) {
    return new CellId(number % kafka.topics().cells());
  }

  Map<String, String> labels(int number) {
    int rack = number % racks;
    return Map.of("rack", "r" + rack, "zone", "z" + rack % zones);
  }
}

package dev.skiff.cli.host;

import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Colour;
import dev.skiff.cli.output.Column;
import dev.skiff.cli.output.Listing;
import dev.skiff.cli.view.Host;
import java.util.List;

/// How lists of hosts look. Used over promisable is shown for each resource.
final class HostTable {
  private HostTable() {}

  /// @param nowMicros for ages, microseconds since the epoch
  static Listing<Host> listing(long nowMicros) {
    return new Listing<>(
        List.of(
            Column.of("HOST", Host::id),
            Column.<Host>of("STATE", Host::state).coloured(host -> colour(host.state())),
            Column.of("VMS", host -> host.usage("vms")),
            Column.of("CPUS", host -> host.usage("cpus")),
            Column.of("MEMORY", host -> host.usage("memory")),
            Column.of("DISK", host -> host.usage("disk")),
            Column.of("DRIVER", host -> host.status("driver")),
            Column.of("JOINED", host -> age(host, nowMicros)),
            Column.<Host>of("CELL", host -> host.status("cell")).onlyWide(),
            Column.<Host>of("ADDRESS", host -> host.status("address")).onlyWide(),
            Column.<Host>of("VERSION", host -> host.status("version")).onlyWide(),
            Column.<Host>of("LABELS", host -> String.join(",", host.labels())).onlyWide()),
        Host::json,
        Host::id);
  }

  static Colour colour(String state) {
    return switch (state) {
      case "READY" -> Colour.GREEN;
      case "SUSPECT", "CORDONED", "DRAINING" -> Colour.YELLOW;
      case "LOST" -> Colour.RED;
      default -> Colour.NONE;
    };
  }

  private static String age(Host host, long nowMicros) {
    return host.joined() == 0 ? "" : Amounts.age(nowMicros - host.joined());
  }
}

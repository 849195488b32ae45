package dev.skiff.standalone.up;

import dev.skiff.contracts.Resources;
import dev.skiff.gateway.manifest.Quantities;
import dev.skiff.standalone.data.DataFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a user is told of a fleet that has come up.
final class Banner {
  private Banner() {}

  static List<String> lines(
      Fleet fleet, FleetPlan plan, DataFolder folder, boolean keepVms, double seconds) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(String.format(Locale.ROOT, "The fleet is up after %.1f s.", seconds));
    lines.add("");
    lines.add(row("API", fleet.url()));
    lines.add(row("hosts", hosts(plan)));
    lines.add(row("", "each offers " + size(plan.size())));
    String driver = fleet.driver().driver().name();
    lines.add(row("driver", driver + ": " + oneLine(fleet.driver().reason())));
    lines.add(row("data", folder.root().toString()));
    lines.add(row("log", folder.logs().resolve("skiff.log").toString()));
    lines.add(
        row(
            "Kafka",
            "127.0.0.1:%d, one node that leaves syncing to the system: what was accepted survives"
                .formatted(fleet.kafkaPort())));
    lines.add(row("", "kill -9 and restarts, but a power cut may take the last seconds"));
    if (driver.equals("simulated")) {
      lines.add("");
      lines.add("  *** SIMULATED: no VM of this fleet is real, and no command is really run. ***");
    }
    lines.add("");
    lines.add("Try:   skiff run --rm skiff/busybox -- uname -r");
    lines.add(
        keepVms
            ? "Ctrl-C stops the fleet; its VMs run on and are adopted by the next `skiff up`."
            : "Ctrl-C stops the fleet and its VMs (--keep-vms lets them run on).");
    lines.add("");
    return lines;
  }

  private static String hosts(FleetPlan plan) {
    if (plan.hosts().size() > 4) {
      return "%s to %s".formatted(plan.hosts().getFirst().id(), plan.hosts().getLast().id());
    }
    return plan.hosts().stream()
        .map(host -> host.id() + " (zone " + host.labels().get("zone") + ")")
        .collect(Collectors.joining(", "));
  }

  private static String size(Resources size) {
    return "%s CPUs, %s memory, %s disk, %d VMs"
        .formatted(
            Quantities.cpus(size.milliCpu()),
            Quantities.size(size.memoryMib()),
            Quantities.size(size.diskMib()),
            size.slots());
  }

  /// A VMM's own words may take several lines.
  private static String oneLine(String words) {
    return words.strip().replaceAll("\\s+", " ");
  }

  private static String row(String name, String value) {
    return String.format(Locale.ROOT, "  %-8s %s", name, value);
  }
}

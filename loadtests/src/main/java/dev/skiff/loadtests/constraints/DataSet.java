package dev.skiff.loadtests.constraints;

import dev.skiff.loadtests.traces.CsvLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the files of mdl1104/Dataset-for-topology-aware-VM-placement (CC0) as CSV. Line n of the
/// hosts is line n of the topology, which may go on after the last host.
final class DataSet {
  private static final String VMS = "flavor_vcpus,flavor_ram,numa,strategy,group,domain";
  private static final String HOSTS = "CPU1,RAM1,CPU2,RAM2";
  private static final String TOPOLOGY = "host_id,rack_id";

  private DataSet() {}

  static List<NumaVm> vms(Path file) throws IOException {
    List<NumaVm> vms = new ArrayList<>();
    try (CsvLines lines = new CsvLines(file, VMS)) {
      for (List<String> fields = lines.next(); fields != null; fields = lines.next()) {
        vms.add(
            new NumaVm(
                vms.size(),
                lines.whole("flavor_vcpus", fields.get(0), 1),
                lines.whole("flavor_ram", fields.get(1), 1),
                nodes(lines, fields.get(2)),
                strategy(lines, fields.get(3)),
                fields.get(4),
                fields.get(5)));
      }
    }
    return vms;
  }

  static List<NumaHost> hosts(Path file, Path topology) throws IOException {
    List<NumaHost> hosts = new ArrayList<>();
    try (CsvLines lines = new CsvLines(file, HOSTS);
        CsvLines places = new CsvLines(topology, TOPOLOGY)) {
      for (List<String> fields = lines.next(); fields != null; fields = lines.next()) {
        List<String> place = places.next();
        if (place == null) {
          throw places.problem("nothing (expected: the rack of host %d)".formatted(hosts.size()));
        }
        hosts.add(
            new NumaHost(
                place.get(0),
                place.get(1),
                lines.whole("CPU1", fields.get(0), 0),
                lines.whole("RAM1", fields.get(1), 0),
                lines.whole("CPU2", fields.get(2), 0),
                lines.whole("RAM2", fields.get(3), 0)));
      }
    }
    return hosts;
  }

  private static int nodes(CsvLines lines, String text) {
    int nodes = lines.whole("numa", text, 1);
    if (nodes > 2) {
      throw lines.problem("numa: %d (expected: 1 or 2)".formatted(nodes));
    }
    return nodes;
  }

  private static Strategy strategy(CsvLines lines, String word) {
    for (Strategy strategy : Strategy.values()) {
      if (strategy.word().equals(word)) {
        return strategy;
      }
    }
    throw lines.problem(
        "strategy: \"%s\" (expected: affinity, anti-affinity, fault_domain or nothing)"
            .formatted(word));
  }
}

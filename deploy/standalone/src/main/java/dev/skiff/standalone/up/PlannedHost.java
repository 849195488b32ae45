package dev.skiff.standalone.up;

import dev.skiff.contracts.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One host of the fleet.
///
/// @param labels `zone` and `rack` for trying constraints out, and what the user gave
record PlannedHost(HostId id, Map<String, String> labels) {
  private static final int ZONES = 3;

  /// host-1 in zone a, host-2 in zone b, host-3 in zone c, host-4 in zone a, ...: the same names
  /// and places at every start.
  static List<PlannedHost> of(int count, Map<String, String> labels) {
    List<PlannedHost> hosts = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      String zone = String.valueOf((char) ('a' + index % ZONES));
      Map<String, String> all = new TreeMap<>();
      all.put("zone", zone);
      all.put("rack", zone + (index / ZONES + 1));
      all.putAll(labels);
      hosts.add(new PlannedHost(new HostId("host-" + (index + 1)), all));
    }
    return hosts;
  }
}

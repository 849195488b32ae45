package dev.skiff.loadtests.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Which faults one history has, how often, and how large the fleet is. A third of the faults is
/// left out of each history, and a few are frequent: what takes a long undisturbed time to happen
/// needs the others to be away, and what takes many of a kind needs them to be many. (Swarm
/// testing: Groce et al., ISSTA 2012.)
final class Weather {
  private static final int FREQUENT = 4;

  private final Map<Fault, Integer> oneIn = new EnumMap<>(Fault.class);
  private final int cells;
  private final int schedulers;
  private final int hostsPerCell;
  private final boolean clocksWrong;

  Weather(RandomGenerator random) {
    for (Fault fault : Fault.values()) {
      int kind = random.nextInt(10);
      if (kind >= 3) {
        oneIn.put(fault, kind < 8 ? fault.oneIn : Math.max(2, fault.oneIn / FREQUENT));
      }
    }
    int size = random.nextInt(10);
    cells = size < 5 ? 1 : size < 9 ? 2 : 3;
    schedulers = 2 + random.nextInt(2);
    hostsPerCell = 2 + random.nextInt(3);
    clocksWrong = random.nextInt(4) == 0;
  }

  /// 0 for never.
  int oneIn(Fault fault) {
    return oneIn.getOrDefault(fault, 0);
  }

  int cells() {
    return cells;
  }

  int schedulers() {
    return schedulers;
  }

  int hostsPerCell() {
    return hostsPerCell;
  }

  /// Whether clocks may be off by hours rather than by milliseconds.
  boolean clocksWrong() {
    return clocksWrong;
  }

  @Override
  public String toString() {
    return "%d cells, %d schedulers, %d hosts a cell, faults: %s"
        .formatted(
            cells,
            schedulers,
            hostsPerCell,
            oneIn.entrySet().stream()
                .map(entry -> entry.getKey() + " 1/" + entry.getValue())
                .collect(Collectors.joining(", ")));
  }
}

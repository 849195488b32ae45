package dev.skiff.loadtests.simulation;

import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What really runs, over all hosts, whatever anybody believes.
final class Physics {
  private final Reference reference;
  private final Map<VmId, Map<VmRun, HostId>> running = new HashMap<>();
  private final Set<VmRun> everSpawned = new HashSet<>();

  Physics(Reference reference) {
    this.reference = reference;
  }

  void spawned(HostId host, VmRun run) {
    Reference.require(everSpawned.add(run), "%s was started twice, now on %s", run, host);
    Map<VmRun, HostId> others = running.computeIfAbsent(run.vm(), v -> new HashMap<>());
    for (VmRun other : others.keySet()) {
      Reference.require(
          reference.hasGivenUp(other.toString()),
          "%s starts on %s while %s runs on %s, which was not given up",
          run,
          host,
          other,
          others.get(other));
    }
    others.put(run, host);
  }

  void ended(HostId host, VmRun run) {
    Map<VmRun, HostId> runs = running.getOrDefault(run.vm(), Map.of());
    Reference.require(
        host.equals(runs.get(run)), "%s ended on %s, where it did not run", run, host);
    runs.remove(run);
  }

  /// Three in four do.
  boolean endsByItself(VmRun run) {
    return Math.floorMod(run.vm().hashCode(), 4) != 0;
  }

  /// Some fail.
  int exitCode(VmRun run) {
    return Math.floorMod(run.hashCode(), 3) == 0 ? 1 : 0;
  }

  int started() {
    return everSpawned.size();
  }

  int count() {
    return running.values().stream().mapToInt(Map::size).sum();
  }
}

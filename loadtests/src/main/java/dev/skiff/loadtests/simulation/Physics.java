package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What really runs, over all hosts and cells, whatever anybody believes.
final class Physics {
  private record Place(HostId host, boolean exclusive) {}

  private final Function<CellId, Reference> references;
  private final Map<VmId, Map<VmRun, Place>> running = new HashMap<>();
  private final Set<VmRun> everSpawned = new HashSet<>();

  Physics(Function<CellId, Reference> references) {
    this.references = references;
  }

  void spawned(HostId host, VmRun run, boolean exclusive) {
    require(everSpawned.add(run), "%s was started twice, now on %s", run, host);
    Map<VmRun, Place> others = running.computeIfAbsent(run.vm(), v -> new HashMap<>());
    Reference reference = references.apply(run.vm().job().cell());
    others.forEach((other, place) -> {
      require(
          !exclusive && !place.exclusive(),
          "exclusive %s starts on %s while %s runs: %s",
          run,
          host,
          other,
          place);
      require(
          reference.hasGivenUp(other.toString()) || reference.hasGivenUp(run.toString()),
          "%s starts on %s while %s runs, and neither was given up: %s",
          run,
          host,
          other,
          place);
    });
    others.put(run, new Place(host, exclusive));
  }

  void ended(HostId host, VmRun run) {
    Map<VmRun, Place> runs = running.getOrDefault(run.vm(), Map.of());
    Place place = runs.get(run);
    require(
        place != null && place.host().equals(host),
        "%s ended on %s, but was at %s",
        run,
        host,
        place);
    runs.remove(run);
  }

  int started() {
    return everSpawned.size();
  }

  int count() {
    return running.values().stream().mapToInt(Map::size).sum();
  }
}

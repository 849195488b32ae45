package dev.skiff.loadtests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.log.CellEvent;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
  /// The same in every run; `-Dsimulation.from` and `-Dsimulation.seeds` try others.
  private static final long FROM = Long.getLong("simulation.from", 1);

  private static final long SEEDS = Long.getLong("simulation.seeds", 200);

  /// Keys live for an hour, hosts here do not change, and nobody writes garbage.
  private static final Set<Class<?>> NOT_MET =
      Set.of(
          CellEvent.KeysExpired.class, CellEvent.HostChanged.class, CellEvent.InputRejected.class);

  @Test
  void shouldKeepEveryPromiseWhateverFails() {
    LongAdder claims = new LongAdder();
    Set<String> events = ConcurrentHashMap.newKeySet();
    LongStream.range(FROM, FROM + SEEDS)
        .parallel()
        .mapToObj(Simulation::run)
        .forEach(result -> {
          claims.add(result.claims());
          events.addAll(result.events().keySet());
        });

    assertThat(claims.sum()).as("owners change often enough to tell").isGreaterThan(SEEDS * 2);
    assertThat(events)
        .as("every kind of event was met")
        .containsAll(
            Arrays.stream(CellEvent.class.getPermittedSubclasses())
                .filter(type -> !NOT_MET.contains(type))
                .map(Class::getSimpleName)
                .toList());
  }

  @Test
  void shouldRunASeedAgainExactly() {
    assertThat(Simulation.run(7)).isEqualTo(Simulation.run(7));
  }
}

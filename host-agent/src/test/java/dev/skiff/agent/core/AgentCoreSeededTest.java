package dev.skiff.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Long random lives of a host, checked after every step. A failing seed is in the test's name;
/// `-Dskiff.seed=N` runs that one alone.
class AgentCoreSeededTest {
  static LongStream seeds() {
    Long only = Long.getLong("skiff.seed");
    return only != null ? LongStream.of(only) : LongStream.rangeClosed(1, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldKeepItsPromisesWhateverComes(long seed) {
    RandomHostLife life = new RandomHostLife(seed);
    for (int i = 0; i < 4_000; i++) {
      life.step();
    }
    life.drain();
    assertThat(life.boots()).as("the life was not idle").isGreaterThan(100);
    assertThat(life.refusals()).as("the host was full at times").isGreaterThan(10);
    assertThat(life.exclusives()).as("it had leases at times").isGreaterThan(4);
    assertThat(life.holds()).as("VMs stood still at times").isGreaterThan(4);
    assertThat(life.joins()).as("it joined again at times").isGreaterThan(3);
  }
}

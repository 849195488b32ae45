package dev.skiff.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// `-Dskiff.seeds=500 -Dskiff.steps=2000` looks longer.
class RandomHistoriesTest {
  private static final int SEEDS = Integer.getInteger("skiff.seeds", 30);
  private static final int STEPS = Integer.getInteger("skiff.steps", 600);

  @Test
  void shouldKeepEveryInvariantAndTakeEveryStepOfTheTables() {
    VisitedSteps visited = new VisitedSteps();
    for (long seed = 1; seed <= SEEDS; seed++) {
      visited.addAll(new RandomHistory(seed).run(STEPS));
    }

    assertThat(visited.unvisited()).as("steps that no seed took").isEmpty();
  }
}

package dev.skiff.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntCountsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldCountLikeAMap(long seed) {
    Random random = new Random(seed);
    IntCounts counts = new IntCounts();
    Map<Integer, Integer> expected = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      int key = random.nextInt(40) * (1 + random.nextInt(2) * 1_000);
      int had = expected.getOrDefault(key, 0);
      int delta = random.nextBoolean() ? 1 + random.nextInt(3) : -random.nextInt(had + 1);
      if (had + delta == 0) {
        expected.remove(key);
      } else {
        expected.put(key, had + delta);
      }
      assertThat(counts.add(key, delta)).isEqualTo(had + delta);
    }
    Map<Integer, Integer> seen = new TreeMap<>();
    counts.forEach(seen::put);
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void shouldRefuseACountBelowZero() {
    IntCounts counts = new IntCounts();
    counts.add(7, 1);
    assertThatThrownBy(() -> counts.add(7, -2)).isInstanceOf(IllegalStateException.class);
  }
}

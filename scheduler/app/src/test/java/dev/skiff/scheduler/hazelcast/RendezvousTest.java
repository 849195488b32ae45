package dev.skiff.scheduler.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendezvousTest {
  private static final List<CellId> CELLS =
      IntStream.range(0, 3_000).mapToObj(CellId::new).toList();

  @Test
  void shouldNameNobodyWhenThereIsNobody() {
    assertThat(Rendezvous.first(new CellId(0), List.of())).isNull();
  }

  @Test
  void shouldNotDependOnTheOrderOfTheCandidates() {
    for (CellId cell : CELLS) {
      assertThat(Rendezvous.first(cell, List.of("s1", "s2", "s3")))
          .isEqualTo(Rendezvous.first(cell, List.of("s3", "s1", "s2")));
    }
  }

  @Test
  void shouldSpreadCellsEvenly() {
    Map<String, Long> cells =
        CELLS.stream()
            .map(cell -> String.valueOf(Rendezvous.first(cell, List.of("s1", "s2", "s3"))))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(cells.values()).allSatisfy(count -> assertThat(count).isBetween(850L, 1_150L));
  }

  @Test
  void shouldMoveOnlyTheCellsOfTheOneThatLeaves() {
    for (CellId cell : CELLS) {
      String before = Rendezvous.first(cell, List.of("s1", "s2", "s3"));
      String after = Rendezvous.first(cell, List.of("s1", "s3"));
      if (!"s2".equals(before)) {
        assertThat(after).isEqualTo(before);
      }
    }
  }
}

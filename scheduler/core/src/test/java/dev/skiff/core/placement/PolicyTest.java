package dev.skiff.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  @Test
  void shouldPrintWhatItParses() {
    Policy policy = Policy.parse(" best-fit:2, image:0.5,empty-last ");
    assertThat(policy).hasToString("best-fit:2.0,image:0.5,empty-last:1.0");
    assertThat(Policy.parse(policy.toString())).hasToString(policy.toString());
    assertThat(Policy.parse("default")).isSameAs(Policy.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bestfit", "best-fit:2,", "best-fit:1,fastest:3"})
  void shouldNameThePiecesThereAre(String text) {
    assertThatThrownBy(() -> Policy.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("best-fit")
        .hasMessageContaining("whole-pieces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"best-fit:0", "best-fit:-1", "best-fit:NaN", "best-fit:x", "best-fit:101"})
  void shouldRefuseAWeightThatIsNone(String text) {
    assertThatThrownBy(() -> Policy.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight")
        .hasMessageContaining("above 0, at most 100");
  }

  @Test
  void shouldRefuseAPieceGivenTwice() {
    assertThatThrownBy(() -> Policy.parse("image,image:2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("image twice");
  }

  @Test
  void shouldFillTheFullestHostByDefault() {
    assertThat(chosen(Policy.DEFAULT)).isEqualTo("b");
  }

  @Test
  void shouldTakeTheEmptiestHostWhenAskedToSpreadTheLoad() {
    assertThat(chosen(Policy.parse("worst-fit"))).isEqualTo("a");
  }

  @Test
  void shouldKeepAPieceWholeRatherThanFitBest() {
    Fleet fleet = new Fleet(Policy.parse("best-fit,whole-pieces:4"));
    fleet.put(Things.host("a", 16, 28 * 1024, Map.of()));
    fleet.put(Things.host("b", 16, 28 * 1024, Map.of()));
    fleet.job(Things.job(1), Things.spec(Things.need(1, 1024), Map.of(), Things.constrained()));
    fleet.placed(new HostId("a"), Things.job(1), Things.need(8, 14 * 1024), 1, 0, 0);
    fleet.placed(new HostId("b"), Things.job(1), Things.need(1, 1024), 1, 0, 0);
    try (Trial trial = fleet.trial(0)) {
      assertThat(place(trial, Things.need(1, 1024))).isEqualTo("b");
    }
  }

  private static String chosen(Policy policy) {
    Fleet fleet = new Fleet(policy);
    Stream.of("a", "b", "c").forEach(id -> fleet.put(Things.host(id, 8, 8000, Map.of())));
    fleet.job(Things.job(1), Things.spec(Things.need(1, 1000), Map.of(), Things.constrained()));
    fleet.placed(new HostId("b"), Things.job(1), Things.need(4, 4000), 1, 0, 0);
    fleet.placed(new HostId("c"), Things.job(1), Things.need(2, 2000), 1, 0, 0);
    try (Trial trial = fleet.trial(0)) {
      return place(trial, Things.need(1, 1000));
    }
  }

  private static String place(Trial trial, Resources need) {
    return String.valueOf(
        trial.place(
            VmRequest.of(Things.job(1), Things.spec(need, Map.of(), Things.constrained()), 0),
            null));
  }
}

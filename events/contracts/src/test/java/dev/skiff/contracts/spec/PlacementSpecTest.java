package dev.skiff.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementSpecTest {
  private static final Preference PREFERENCE = new Preference(Selector.ALL, 1);
  private static final Spread SPREAD = new Spread("rack", null);
  private static final Affinity AFFINITY = new Affinity("zone", null, true);

  @Test
  void shouldTakeSixteenRulesOfEachSortAndNoMore() {
    assertThat(spec(16, 16, 16, 16, 16).constraints()).hasSize(16);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(17, 0, 0, 0, 0))
        .withMessage("constraints: 17 (expected: at most 16)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(0, 17, 0, 0, 0))
        .withMessage("preferences: 17 (expected: at most 16)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(0, 0, 17, 0, 0))
        .withMessage("spread: 17 (expected: at most 16)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(0, 0, 0, 17, 0))
        .withMessage("affinity: 17 (expected: at most 16)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(0, 0, 0, 0, 17))
        .withMessage("antiAffinity: 17 (expected: at most 16)");
  }

  private static PlacementSpec spec(
      int constraints, int preferences, int spread, int affinity, int antiAffinity) {
    return new PlacementSpec(
        Collections.nCopies(constraints, Selector.ALL),
        Collections.nCopies(preferences, PREFERENCE),
        Collections.nCopies(spread, SPREAD),
        Collections.nCopies(affinity, AFFINITY),
        Collections.nCopies(antiAffinity, AFFINITY),
        0,
        null);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101})
  void shouldRefuseAPriorityOutOfBounds(int priority) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlacementSpec.ANYWHERE.withPriority(priority))
        .withMessage("priority: " + priority + " (expected: 0 to 100)");
  }

  @Test
  void shouldRefuseAVmThatIsNotExpectedToLive() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new PlacementSpec(List.of(), List.of(), List.of(), List.of(), List.of(), 0, 0L))
        .withMessage("lifetimeSeconds: 0 (expected: >= 1)");
  }

  @Test
  void shouldKeepTheOtherRulesWhenOneIsChanged() {
    PlacementSpec spec = spec(1, 1, 1, 1, 1);

    assertThat(spec.withPriority(7))
        .isEqualTo(
            new PlacementSpec(
                spec.constraints(),
                spec.preferences(),
                spec.spread(),
                spec.affinity(),
                spec.antiAffinity(),
                7,
                null));
    assertThat(spec.withConstraints(List.of()).withConstraints(spec.constraints())).isEqualTo(spec);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101})
  void shouldRefuseAWeightOutOfBounds(int weight) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Preference(Selector.ALL, weight))
        .withMessage("weight: " + weight + " (expected: 1 to 100)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void shouldRefuseASpreadOrAnAffinityByNothing(String by) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Spread(by, null))
        .withMessageContaining("expected: a host label, or host");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Affinity(by, null, false))
        .withMessageContaining("expected: a host label, or host");
  }

  @Test
  void shouldRefuseALabelThatNoHostCanHave() {
    assertThat(new Spread("a".repeat(253), 1).maxSkew()).isOne();

    assertThatIllegalArgumentException().isThrownBy(() -> new Spread("a".repeat(254), null));
  }

  @Test
  void shouldRefuseASkewThatNoPlacementCanHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Spread("rack", 0))
        .withMessage("maxSkew: 0 (expected: >= 1)");
  }
}

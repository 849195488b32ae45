package dev.skiff.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdatePolicyTest {
  @Test
  void shouldRefuseAPolicyUnderWhichNothingCouldChange() {
    assertThat(new UpdatePolicy(0, 1).maxSurge()).isZero();
    assertThat(new UpdatePolicy(1_000, 0).maxUnavailable()).isZero();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UpdatePolicy(0, 0))
        .withMessageContaining("expected: one of them > 0");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1_001})
  void shouldRefuseNumbersOutOfBounds(int vms) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UpdatePolicy(vms, 1))
        .withMessage("maxSurge: " + vms + " (expected: 0 to 1000)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UpdatePolicy(1, vms))
        .withMessage("maxUnavailable: " + vms + " (expected: 0 to 1000)");
  }
}

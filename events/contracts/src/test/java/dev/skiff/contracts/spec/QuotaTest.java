package dev.skiff.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skiff.contracts.Resources;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private static final Resources SMALL = new Resources(1_000, 1_024, 0, 10);
  private static final Resources LARGE = new Resources(2_000, 2_048, 0, 20);

  @Test
  void shouldTakeAGuaranteeWithinTheLimit() {
    assertThat(new Quota(LARGE, SMALL).isNone()).isFalse();
    assertThat(new Quota(LARGE, LARGE).guarantee()).isEqualTo(LARGE);
    assertThat(new Quota(null, LARGE).isNone()).isFalse();
    assertThat(Quota.NONE.isNone()).isTrue();
  }

  @Test
  void shouldRefuseAGuaranteeBeyondTheLimitInAnyDimension() {
    Resources moreSlots = new Resources(1, 1, 0, 21);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Quota(LARGE, moreSlots))
        .withMessageContaining("expected: within the limit");
  }
}

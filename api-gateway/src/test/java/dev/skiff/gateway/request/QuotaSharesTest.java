package dev.skiff.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.gateway.manifest.QuotaManifest;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuotaSharesTest {
  @Test
  void shouldDivideEvenlySoThatTheSharesAddUp() {
    Quota whole = new Quota(new Resources(10, 1024, 7, QuotaManifest.UNBOUNDED), null);

    assertThat(Objects.requireNonNull(QuotaShares.of(whole, 0, 4).limit()).milliCpu()).isEqualTo(3);
    assertThat(Objects.requireNonNull(QuotaShares.of(whole, 3, 4).limit()).milliCpu()).isEqualTo(2);
    Resources sum =
        IntStream.range(0, 4)
            .mapToObj(cell -> Objects.requireNonNull(QuotaShares.of(whole, cell, 4).limit()))
            .reduce(Resources.NONE, Resources::plus);
    assertThat(sum.milliCpu()).isEqualTo(10);
    assertThat(sum.memoryMib()).isEqualTo(1024);
    assertThat(sum.diskMib()).isEqualTo(7);
    assertThat(QuotaManifest.unbounded(sum.slots())).isTrue();
  }

  @Test
  void shouldNotMakeAQuotaOfNone() {
    assertThat(QuotaShares.of(Quota.NONE, 1, 3)).isEqualTo(Quota.NONE);
  }
}

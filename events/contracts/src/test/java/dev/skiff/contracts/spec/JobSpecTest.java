package dev.skiff.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skiff.contracts.Resources;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobSpecTest {
  private static final VmSpec VM =
      new VmSpec(
          "skiff/busybox",
          List.of(),
          Map.of(),
          null,
          null,
          false,
          false,
          new Resources(500, 128, 0, 1));

  @Test
  void shouldBeAJobThatIsPlacedAnywhereAndNotStartedAgain() {
    JobSpec spec = JobSpec.of(3, VM);

    assertThat(spec.isService()).isFalse();
    assertThat(spec.atOnce()).isEqualTo(Integer.MAX_VALUE);
    assertThat(spec.restart()).isEqualTo(RestartPolicy.NEVER);
    assertThat(spec.placement()).isEqualTo(PlacementSpec.ANYWHERE);
    assertThat(spec.exclusive()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 100_001})
  void shouldRefuseACountOutOfBounds(int count) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobSpec.of(count, VM))
        .withMessage("count: " + count + " (expected: 1 to 100000)");
  }

  @Test
  void shouldRefuseLimitsThatLetNothingHappen() {
    assertThat(spec(JobKind.JOB, 1, 0, 1L, 0L).atOnce()).isOne();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(JobKind.JOB, 0, null, null, null))
        .withMessage("parallelism: 0 (expected: >= 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(JobKind.JOB, null, -1, null, null))
        .withMessage("backoffLimit: -1 (expected: >= 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(JobKind.JOB, null, null, 0L, null))
        .withMessage("activeDeadlineSeconds: 0 (expected: >= 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(JobKind.JOB, null, null, null, -1L))
        .withMessage("ttlSecondsAfterFinished: -1 (expected: >= 0)");
  }

  @Test
  void shouldRefuseAServiceThatIsToEnd() {
    assertThat(spec(JobKind.SERVICE, null, null, null, 60L).isService()).isTrue();

    String refusal = "a service goes on until it is cancelled";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(JobKind.SERVICE, 1, null, null, null))
        .withMessageContaining(refusal);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(JobKind.SERVICE, null, 1, null, null))
        .withMessageContaining(refusal);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(JobKind.SERVICE, null, null, 1L, null))
        .withMessageContaining(refusal);
  }

  private static JobSpec spec(
      JobKind kind,
      @Nullable Integer parallelism,
      @Nullable Integer backoffLimit,
      @Nullable Long deadline,
      @Nullable Long ttl) {
    return new JobSpec(
        kind,
        "web",
        "default",
        Map.of(),
        1,
        parallelism,
        RestartPolicy.NEVER,
        backoffLimit,
        deadline,
        ttl,
        false,
        VM,
        PlacementSpec.ANYWHERE,
        UpdatePolicy.ONE_BY_ONE);
  }
}

package dev.skiff.contracts.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.wire.Codecs;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

class EntityJsonTest {
  @ParameterizedTest
  @NullSource
  @EnumSource(CallOff.class)
  void shouldReadAJobAsItWasWritten(@Nullable CallOff why) {
    VmSpec vm =
        new VmSpec(
            "a", List.of(), Map.of(), null, null, false, false, new Resources(500, 128, 0, 1));
    Job job =
        Job.admitted(new JobId("j0-aaaaaaaa"), 7, JobSpec.of(2, vm), 1, 2)
            .counting(new VmCounts(1, 1, 0, 0, 0, 0, 0), why, 3, 9);

    String json = Codecs.entityToJson(job);

    assertThat(Codecs.entityFromJson(json, Job.class)).isEqualTo(job);
    assertThat(json).doesNotContain("\"service\"").doesNotContain("\"calledOff\":false");
  }
}

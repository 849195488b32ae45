package dev.skiff.contracts.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobStatusTest {
  private static final VmCounts UNFINISHED = new VmCounts(1, 0, 0, 0, 0, 3, 2);
  private static final VmCounts SUCCEEDED = new VmCounts(0, 0, 0, 0, 0, 3, 0);
  private static final VmCounts FAILED = new VmCounts(0, 0, 0, 0, 0, 3, 2);

  @Test
  void shouldFollowFromTheCountsOfAJob() {
    assertThat(JobStatus.of(UNFINISHED, null, false)).isEqualTo(JobStatus.ACTIVE);
    assertThat(JobStatus.of(SUCCEEDED, null, false)).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(JobStatus.of(FAILED, null, false)).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void shouldKeepAServiceActiveUntilItIsCalledOff() {
    assertThat(JobStatus.of(FAILED, null, true)).isEqualTo(JobStatus.ACTIVE);
    assertThat(JobStatus.of(FAILED, CallOff.CANCELLED, true)).isEqualTo(JobStatus.CANCELLED);
  }

  @ParameterizedTest
  @CsvSource({
    "CANCELLED, CANCELLED",
    "DEADLINE_EXCEEDED, FAILED",
    "BACKOFF_LIMIT_EXCEEDED, FAILED"
  })
  void shouldEndAsWhyItWasCalledOffSays(CallOff why, JobStatus end) {
    assertThat(JobStatus.of(UNFINISHED, why, false)).isEqualTo(JobStatus.CANCELLING);
    assertThat(JobStatus.of(SUCCEEDED, why, false)).isEqualTo(end);
  }

  @Test
  void shouldCountAVmThatStandsStillAsUnfinishedAndOnAHost() {
    VmCounts held = new VmCounts(0, 0, 0, 1, 0, 0, 0);

    assertThat(held.unfinished()).isOne();
    assertThat(held.onHosts()).isOne();
  }
}

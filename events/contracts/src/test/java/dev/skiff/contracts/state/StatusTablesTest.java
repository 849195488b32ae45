package dev.skiff.contracts.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTablesTest {
  @Test
  void shouldReachEveryStatusOfAVmFromWhereItIsAdmitted() {
    assertThat(Reachable.from(List.of(VmStatus.CREATED, VmStatus.PENDING), VmStatus::next))
        .containsExactlyInAnyOrder(VmStatus.values());
  }

  @ParameterizedTest
  @EnumSource(VmStatus.class)
  void shouldLeaveNoVmWithoutAnEnd(VmStatus status) {
    assertThat(Reachable.from(List.of(status), VmStatus::next)).anyMatch(VmStatus::isFinal);
    assertThat(status.next()).doesNotContain(status);
  }

  @Test
  void shouldLetAVmThatIsOverOnlyBeStartedAgain() {
    assertThat(VmStatus.values())
        .filteredOn(VmStatus::isFinal)
        .containsExactly(VmStatus.EXITED, VmStatus.FAILED, VmStatus.LOST, VmStatus.CANCELLED)
        .allSatisfy(status -> {
          assertThat(status.next()).isEqualTo(EnumSet.of(VmStatus.PENDING));
          assertThat(status.isOnHost()).isFalse();
        });
  }

  @Test
  void shouldTakeAHostOnlyByBeingAssignedAndLoseItForGoodOrForAnotherTry() {
    assertThat(VmStatus.values())
        .filteredOn(status -> !status.isOnHost())
        .flatExtracting(VmStatus::next)
        .filteredOn(VmStatus::isOnHost)
        .containsOnly(VmStatus.ASSIGNED);
    assertThat(VmStatus.values())
        .filteredOn(VmStatus::isOnHost)
        .allSatisfy(status ->
            assertThat(status.next())
                .contains(VmStatus.LOST, VmStatus.FAILED)
                .doesNotContain(VmStatus.CANCELLED, VmStatus.CREATED));
  }

  @Test
  void shouldNeverTakeAVmBackwardsOnItsHost() {
    List<VmStatus> forwards =
        List.of(VmStatus.ASSIGNED, VmStatus.STARTING, VmStatus.RUNNING, VmStatus.STOPPING);
    for (int i = 1; i < forwards.size(); i++) {
      assertThat(forwards.get(i).next()).doesNotContainAnyElementsOf(forwards.subList(0, i));
    }
  }

  @Test
  void shouldReachEveryStatusOfAHostFromWhereItJoins() {
    assertThat(Reachable.from(List.of(HostStatus.READY), HostStatus::next))
        .containsExactlyInAnyOrder(HostStatus.values());
  }

  @Test
  void shouldLoseAHostOnlyAfterItWasSuspected() {
    Set<HostStatus> before =
        EnumSet.copyOf(
            Arrays.stream(HostStatus.values())
                .filter(status -> status.next().contains(HostStatus.LOST))
                .toList());

    assertThat(before).containsExactly(HostStatus.SUSPECT);
    assertThat(HostStatus.LOST.next())
        .as("it comes back as what its operator made of it")
        .containsExactlyInAnyOrder(HostStatus.READY, HostStatus.CORDONED, HostStatus.DRAINING);
  }

  @Test
  void shouldReachEveryStatusOfAJobFromWhereItIsAdmitted() {
    assertThat(Reachable.from(List.of(JobStatus.ACTIVE), JobStatus::next))
        .containsExactlyInAnyOrder(JobStatus.values());
  }

  @Test
  void shouldNotBringBackAJobThatWasCalledOff() {
    assertThat(Reachable.from(List.of(JobStatus.CANCELLED), JobStatus::next))
        .containsExactly(JobStatus.CANCELLED);
    assertThat(JobStatus.CANCELLING.next()).allMatch(JobStatus::isFinal);
  }
}

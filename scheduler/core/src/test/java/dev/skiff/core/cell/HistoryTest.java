package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.job;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.state.CallOff;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An event that does not fit fails, and says what came before it.
class HistoryTest {
  private static final JobId JOB = new JobId("j0-aaaa");
  private static final VmId VM = new VmId(JOB, 0);
  private static final HostId H1 = new HostId("h1");
  private final CellHarness cell = new CellHarness();

  @BeforeEach
  void place() {
    cell.join("h1", 1, 4, 8_192);
    cell.submit("j0-aaaa", job(1));
    cell.place();
  }

  @Test
  void shouldTellTheStoryOfAVm() {
    assertThatThrownBy(() -> cell.state.apply(new CellEvent.VmHeld(VM, VmHold.PAUSED), cell.now))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("j0-aaaa.0 cannot become PAUSED: it is ASSIGNED")
        .hasMessageContaining("JobAdmitted")
        .hasMessageContaining("VmsAssigned");
  }

  @Test
  void shouldTellTheStoryOfAHost() {
    assertThatThrownBy(() -> cell.state.apply(new CellEvent.HostLost(H1), cell.now))
        .hasMessageContaining("h1 cannot become LOST: it is READY")
        .hasMessageContaining("HostJoined");
  }

  @Test
  void shouldTellTheStoryOfAJob() {
    cell.ended("j0-aaaa.0", 0);

    assertThatThrownBy(
            () -> cell.state.apply(new CellEvent.JobCancelling(JOB, CallOff.CANCELLED), cell.now))
        .hasMessageContaining("j0-aaaa cannot become CANCELLED: it is SUCCEEDED")
        .hasMessageContaining("VmEnded");
  }

  @Test
  void shouldFailTheSameWayOnNumbersThatDoNotAddUp() {
    Resources absurd = new Resources(Long.MAX_VALUE, 1, 1, 1);

    assertThatThrownBy(() -> cell.state.apply(new CellEvent.GhostSeen(H1, VM, 9, absurd), cell.now))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GhostSeen");
  }
}

package dev.skiff.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent.HostJoined;
import dev.skiff.contracts.log.CellEvent.JobAdmitted;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.core.cell.CellInput;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.cell.CellState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseDeskTest {
  private static final HostId HOST = new HostId("h1");
  private static final JobId JOB = new JobId("j0-aaaa");
  private static final long RENEW = CellRules.DEFAULT.leaseRenew();
  private final CellState state = new CellState(new CellId(0));
  private final LeaseDesk desk = new LeaseDesk(CellRules.DEFAULT);

  @BeforeEach
  void join() {
    state.apply(new HostJoined(HOST, 7, "j", MemoryTopics.facts()), 1);
  }

  @Test
  void shouldAnswerNoHeartbeatOfAHostWithoutExclusiveVms() {
    beat(7, 100, 0);

    assertThat(desk.due()).isEmpty();
  }

  @Test
  void shouldAnswerTheFirstHeartbeatAndThenOneEachTimeThatLeasesAreRenewed() {
    placeExclusive();

    beat(7, 100, 0);
    beat(7, 101, RENEW - 1);
    assertThat(desk.due()).containsExactly(new CellInput.Beat(HOST, 7, 100));
    beat(7, 102, RENEW);
    assertThat(desk.due()).containsExactly(new CellInput.Beat(HOST, 7, 102));
  }

  @Test
  void shouldNotLetAnotherAgentOfTheSameHostUseUpTheTurn() {
    placeExclusive();

    beat(8, 99, 0);
    beat(7, 100, 1);

    assertThat(desk.due()).containsExactly(new CellInput.Beat(HOST, 7, 100));
  }

  private void beat(long session, long sent, long now) {
    desk.heard(state, new CellInputs.Beat(HOST, session, sent), now);
  }

  private void placeExclusive() {
    state.apply(new JobAdmitted(JOB, 0, MemoryTopics.exclusive(), false, null, 1), 1);
    state.apply(new VmsAssigned(JOB, 0, 1, 1, HOST), 1);
  }
}

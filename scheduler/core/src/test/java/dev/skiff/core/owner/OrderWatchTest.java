package dev.skiff.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.core.cell.CellState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderWatchTest {
  private static final HostId HOST = new HostId("h1");
  private static final VmId STRAY = VmId.parse("j0-stray.0");
  private static final Resources SOME = new Resources(1_000, 1_024, 10, 1);
  private final CellState state = new CellState(new CellId(0));
  private final OrderWatch watch = new OrderWatch();

  @Test
  void shouldMissTheEndOfAVmThatIsNotPlacedThereUntilItIsOver() {
    happens(new CellEvent.HostJoined(HOST, 1, "journal", facts()), 1);
    happens(new CellEvent.GhostSeen(HOST, STRAY, 2, SOME), 2);

    assertThat(watch.unanswered(state, 2)).as("it has its time to answer").isEmpty();
    assertThat(watch.unanswered(state, 3)).containsExactly(HOST);

    watch.restated(state, HOST, 3);
    assertThat(watch.unanswered(state, 4)).as("told again, and no answer again").hasSize(1);

    watch.restated(state, HOST, 4);
    happens(new CellEvent.GhostGone(HOST, STRAY, 2), 4);
    assertThat(watch.unanswered(state, 5)).isEmpty();
  }

  private void happens(CellEvent event, long at) {
    state.apply(event, at);
    watch.committed(new Transition(0, "", 0, at, 0, 0, List.of(), List.of(event)), at);
  }

  private static HostFacts facts() {
    return new HostFacts(
        "http://127.0.0.1:1",
        Map.of(),
        new Resources(4_000, 4_096, 100, 10),
        100,
        "simulated",
        "for tests",
        List.of(),
        "test");
  }
}

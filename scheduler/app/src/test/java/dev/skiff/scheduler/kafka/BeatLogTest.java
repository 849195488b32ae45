package dev.skiff.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.core.owner.CellInputs.Beat;
import org.junit.jupiter.api.Test;

class BeatLogTest {
  private static final HostId HOST = new HostId("h1");
  private final BeatLog beats = new BeatLog();

  @Test
  void shouldKeepTheLatestOfEachSessionForALeaseRunsFromIt() {
    beats.begin(0);
    beats.add(beat(1, 100), 0);
    beats.add(beat(2, 150), 1);
    beats.add(beat(1, 200), 2);

    assertThat(beats.take())
        .containsExactlyInAnyOrder(new Beat(HOST, 1, 200), new Beat(HOST, 2, 150));
    assertThat(beats.take()).isEmpty();
    assertThat(beats.handedOut()).isEqualTo(3);
  }

  private static Heartbeat beat(long session, long at) {
    return new Heartbeat(HOST, session, at, Resources.NONE);
  }
}

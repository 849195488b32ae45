package dev.skiff.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.skiff.contracts.CellId;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.owner.OwnerTimings;
import dev.skiff.core.owner.Replay;
import dev.skiff.core.placement.Policy;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.fixture.KafkaFixture;
import dev.skiff.scheduler.kafka.LogReplay;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogReplayTest {
  private static final CellRules RULES = CellRules.DEFAULT;

  @Test
  void shouldDecideEverythingAgainThatTwoOwnersDecidedAndSayWhatAnotherMachineWouldDo()
      throws Exception {
    KafkaSettings settings = KafkaFixture.freshFleet(1);
    Fleet fleet = new Fleet(settings, 2);
    PausableThread free = new PausableThread();
    int claims;
    try (CellWatcher watcher = new CellWatcher(settings, Fleet.CELL);
        TinyAgent first = new TinyAgent(settings, Fleet.CELL, "h1", 1);
        TinyAgent second = new TinyAgent(settings, Fleet.CELL, "h2", 1)) {
      try (SchedulerApp _ = fleet.start(0, OwnerTimings.DEFAULT, free)) {
        run(watcher, first, second, 20);
      }
      try (SchedulerApp _ = fleet.start(1, OwnerTimings.DEFAULT, free)) {
        run(watcher, first, second, 20);
      }
      claims = watcher.claims().size();
      assertThat(claims).isGreaterThan(1);
      assertThat(watcher.voided()).isZero();
    }

    LogReplay.Result same = replay(settings, RULES);
    assertThat(same.difference()).isNull();
    assertThat(same.from()).isZero();
    // Whatever is no claim is a Transition, and is decided again.
    assertThat(same.compared()).isPositive().isEqualTo(same.next() - claims);
    assertThat(same.unchecked()).isZero();

    LogReplay.Result other = replay(settings, RULES.withPolicy(Policy.parse("worst-fit")));
    assertThat(other.difference())
        .extracting(Replay.Difference::expected, STRING)
        .contains("vms-assigned/1");
  }

  /// Submits jobs of three VMs and waits until all of them run.
  private static void run(CellWatcher watcher, TinyAgent first, TinyAgent second, int jobs) {
    int before = running(first, second);
    for (int i = 0; i < jobs; i++) {
      watcher.submit(3);
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> running(first, second) == before + 3 * jobs);
  }

  private static int running(TinyAgent first, TinyAgent second) {
    return first.running().size() + second.running().size();
  }

  private static LogReplay.Result replay(KafkaSettings settings, CellRules rules) throws Exception {
    return LogReplay.run(settings.withClientId("replay"), new CellId(0), rules, _ -> {});
  }
}

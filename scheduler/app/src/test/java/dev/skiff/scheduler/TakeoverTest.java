package dev.skiff.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.core.owner.OwnerTimings;
import dev.skiff.core.owner.Role;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.fixture.KafkaFixture;
import dev.skiff.scheduler.admin.CellReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TakeoverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PausableThread[] hooks = {new PausableThread(), new PausableThread()};
  private final List<SchedulerApp> apps = new ArrayList<>();
  private TinyAgent agent;
  private CellWatcher watcher;

  @BeforeEach
  void start() throws Exception {
    KafkaSettings settings = KafkaFixture.freshFleet(1);
    Fleet fleet = new Fleet(settings, 2);
    watcher = new CellWatcher(settings, Fleet.CELL);
    for (int i = 0; i < 2; i++) {
      apps.add(fleet.start(i, OwnerTimings.DEFAULT, hooks[i]));
    }
    agent = new TinyAgent(settings, Fleet.CELL, "h1", 1);
    // The first may have claimed before the preferred one was there: wait until that is settled.
    runOne();
  }

  @AfterEach
  void stop() {
    for (PausableThread hook : hooks) {
      hook.resume();
    }
    agent.close();
    apps.forEach(SchedulerApp::close);
    watcher.close();
  }

  @Test
  void shouldHandTheCellToTheOtherWhenItsOwnerPausesAndBelieveNothingThePausedOneWrites() {
    int owner = owner();
    int standby = 1 - owner;
    hooks[owner].pause();
    await().until(hooks[owner]::isHeld);

    await().atMost(PATIENCE).until(() -> role(standby) == Role.OWNING);
    JobId meanwhile = runOne();
    assertThat(role(owner)).isEqualTo(Role.OWNING);
    hooks[owner].resume();

    await().atMost(PATIENCE).until(() -> role(owner) == Role.FOLLOWING);
    assertThat(report(owner).lastStepDown()).contains("s" + standby + " has claimed the cell");
    assertThat(role(standby)).isEqualTo(Role.OWNING);
    runOne();
    assertThat(agent.starts())
        .containsKey(meanwhile + ".0/1")
        .doesNotContainKey(meanwhile + ".0/2");
    assertNothingTwice();
  }

  @Test
  void shouldHandTheCellOverWhenItsOwnerDiesWithoutAGoodbye() {
    int owner = owner();
    List<JobId> jobs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      jobs.add(watcher.submit(1));
    }
    int claims = watcher.claims().size();

    // What the others see of a killed process: its connections close.
    apps.get(owner).hazelcast().getLifecycleService().terminate();
    hooks[owner].pause();
    for (int i = 0; i < 20; i++) {
      jobs.add(watcher.submit(1));
    }

    await().atMost(PATIENCE).until(() -> watcher.claims().size() > claims);
    await()
        .atMost(PATIENCE)
        .until(() -> jobs.stream().allMatch(job -> agent.running().containsKey(new VmId(job, 0))));
    assertNothingTwice();
  }

  @Test
  void shouldHandTheCellOverWhenItsOwnerIsClosed() {
    int owner = owner();
    List<JobId> jobs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      jobs.add(watcher.submit(1));
    }

    apps.get(owner).close();
    for (int i = 0; i < 20; i++) {
      jobs.add(watcher.submit(1));
    }

    await().atMost(PATIENCE).until(() -> role(1 - owner) == Role.OWNING);
    await()
        .atMost(PATIENCE)
        .until(() -> jobs.stream().allMatch(job -> agent.running().containsKey(new VmId(job, 0))));
    assertNothingTwice();
  }

  @Test
  void shouldStartAnotherWorkerWhenOneFails() {
    int owner = owner();

    hooks[owner].failOnce(new IllegalStateException("on purpose"));

    await().until(() -> hooks[owner].crashes() == 1);
    assertThat(report(owner).lastStepDown()).contains("on purpose");
    runOne();
    await().atMost(PATIENCE).until(() -> role(owner) != Role.LOADING);
    assertNothingTwice();
  }

  private JobId runOne() {
    JobId job = watcher.submit(1);
    await().atMost(PATIENCE).until(() -> agent.running().containsKey(new VmId(job, 0)));
    return job;
  }

  private void assertNothingTwice() {
    assertThat(agent.starts().keySet()).allMatch(incarnation -> incarnation.endsWith("/1"));
  }

  private int owner() {
    await().atMost(PATIENCE).until(() -> role(0) == Role.OWNING ^ role(1) == Role.OWNING);
    return role(0) == Role.OWNING ? 0 : 1;
  }

  private Role role(int index) {
    return report(index).status().role();
  }

  private CellReport report(int index) {
    return apps.get(index).cells().getFirst();
  }
}

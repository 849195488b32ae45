package dev.skiff.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.broker.EmbeddedBroker;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.VmId;
import dev.skiff.core.owner.OwnerTimings;
import dev.skiff.core.owner.Role;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.LaneAdmin;
import dev.skiff.scheduler.cell.CellThread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private KafkaSettings settings;
  private final List<SchedulerApp> apps = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
    settings = KafkaSettings.local(broker.bootstrapServers(), new Topics("skiff", 1), "test");
  }

  @AfterEach
  void stop() {
    apps.forEach(SchedulerApp::close);
    broker.close();
  }

  @Test
  void shouldComeThroughARestartOfTheBroker() throws Exception {
    SchedulerApp app = startScheduler(OwnerTimings.DEFAULT);
    try (TinyAgent agent = new TinyAgent(settings, Fleet.CELL, "h1", 1);
        CellWatcher watcher = new CellWatcher(settings, Fleet.CELL)) {
      run(watcher, agent);
      int port = broker.port();
      broker.close();
      CompletableFuture<JobId> asked = CompletableFuture.supplyAsync(() -> watcher.submit(1));
      broker = EmbeddedBroker.start(folder.resolve("kafka"), port);

      VmId vm = new VmId(asked.get(), 0);
      await().atMost(PATIENCE).until(() -> agent.running().containsKey(vm));
      await().atMost(PATIENCE).until(() -> new SeenViews(app.hazelcast()).isRunning(vm.job(), 0));
      assertThat(agent.starts().keySet()).allMatch(incarnation -> incarnation.endsWith("/1"));
    }
  }

  @Test
  void shouldStartFromTheLogAloneWithEverythingItKnew() throws Exception {
    SchedulerApp first = startScheduler(OwnerTimings.DEFAULT);
    try (TinyAgent agent = new TinyAgent(settings, Fleet.CELL, "h1", 1);
        CellWatcher watcher = new CellWatcher(settings, Fleet.CELL)) {
      JobId before = run(watcher, agent);
      first.close();
      JobId meanwhile = watcher.submit(1);

      SchedulerApp second = startScheduler(OwnerTimings.DEFAULT);

      await().atMost(PATIENCE).until(() -> agent.running().containsKey(new VmId(meanwhile, 0)));
      SeenViews views = new SeenViews(second.hazelcast());
      await().atMost(PATIENCE).until(() -> views.isRunning(before, 0));
      await().atMost(PATIENCE).until(() -> views.isRunning(meanwhile, 0));
      // The order may have been written again, when the first owner had not read that it was
      // carried
      // out; a VM that was placed twice would be in another incarnation.
      assertThat(agent.starts()).containsOnlyKeys(before + ".0/1", meanwhile + ".0/1");
    }
  }

  @Test
  void shouldStartFromACheckpointAndTheTail() throws Exception {
    OwnerTimings often = Fleet.checkpointEvery(10);
    SchedulerApp first = startScheduler(often);
    try (TinyAgent agent = new TinyAgent(settings, Fleet.CELL, "h1", 1);
        CellWatcher watcher = new CellWatcher(settings, Fleet.CELL)) {
      JobId before = run(watcher, agent);
      // Two checkpoints, or the log would not have been cut.
      await().atMost(PATIENCE).until(() -> logBegin() > 0);
      long cutAt = logBegin();
      first.close();
      JobId meanwhile = watcher.submit(1);

      SchedulerApp second = startScheduler(often);

      await().atMost(PATIENCE).until(() -> agent.running().containsKey(new VmId(meanwhile, 0)));
      SeenViews views = new SeenViews(second.hazelcast());
      await().atMost(PATIENCE).until(() -> views.isRunning(before, 0));
      assertThat(cutAt).isPositive();
      // The order may have been written again, when the first owner had not read that it was
      // carried
      // out; a VM that was placed twice would be in another incarnation.
      assertThat(agent.starts()).containsOnlyKeys(before + ".0/1", meanwhile + ".0/1");
    }
  }

  @Test
  void shouldRebuildTheViewsWhenHazelcastHasLostEverything() throws Exception {
    SchedulerApp app = startScheduler(OwnerTimings.DEFAULT);
    try (TinyAgent agent = new TinyAgent(settings, Fleet.CELL, "h1", 1);
        CellWatcher watcher = new CellWatcher(settings, Fleet.CELL)) {
      JobId job = run(watcher, agent);
      SeenViews views = new SeenViews(app.hazelcast());
      await().atMost(PATIENCE).until(() -> views.isRunning(job, 0));

      app.hazelcast()
          .getDistributedObjects()
          .forEach(object -> {
            if (object instanceof com.hazelcast.map.IMap<?, ?> map) {
              map.clear();
            }
          });

      await().atMost(PATIENCE).until(() -> views.isRunning(job, 0) && views.offset() > 0);
      assertThat(views.job(job).counts().running()).isEqualTo(1);
      assertThat(app.cells().getFirst().status().role()).isEqualTo(Role.OWNING);
    }
  }

  private SchedulerApp startScheduler(OwnerTimings timings) throws Exception {
    SchedulerApp app = new Fleet(settings, 1).start(0, timings, new CellThread.Listener() {});
    apps.add(app);
    return app;
  }

  private JobId run(CellWatcher watcher, TinyAgent agent) {
    JobId job = watcher.submit(1);
    await().atMost(PATIENCE).until(() -> agent.running().containsKey(new VmId(job, 0)));
    return job;
  }

  private long logBegin() throws Exception {
    try (LaneAdmin admin = LaneAdmin.open(settings)) {
      return admin.beginning(Lane.log(settings.topics(), Fleet.CELL));
    }
  }
}

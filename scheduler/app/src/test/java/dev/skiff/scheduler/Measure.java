package dev.skiff.scheduler;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.core.owner.OwnerTimings;
import dev.skiff.core.owner.Role;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Prints what a scheduler takes on an embedded broker in this JVM: CPU when idle but for one
/// host's heartbeats, the delay from a request to the order at an agent, and how long a takeover
/// lasts. Not a test; run its `main`.
final class Measure {
  private static final int JOBS = 500;
  private static final long IDLE_SECONDS = 15;

  private Measure() {}

  public static void main(String[] arguments) throws Exception {
    KafkaSettings settings = KafkaFixture.freshFleet(1);
    Fleet fleet = new Fleet(settings, 2);
    PausableThread[] hooks = {new PausableThread(), new PausableThread()};
    SchedulerApp owner = fleet.start(0, OwnerTimings.DEFAULT, hooks[0]);
    await(() -> role(owner) == Role.OWNING);
    try (CellWatcher watcher = new CellWatcher(settings, Fleet.CELL);
        TinyAgent agent = new TinyAgent(settings, Fleet.CELL, "h1", 1)) {
      delays(watcher, agent, JOBS);
      delays(watcher, agent, JOBS);
      idle();
      SchedulerApp standby = fleet.start(1, OwnerTimings.DEFAULT, hooks[1]);
      takeover(watcher, agent, List.of(owner, standby), hooks);
      standby.close();
    }
    System.exit(0);
  }

  private static void idle() {
    pause(TimeUnit.SECONDS.toNanos(3));
    Map<String, Long> before = cpu();
    pause(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
    Map<String, Long> after = cpu();
    after.forEach((group, nanos) ->
        System.out.printf(
            "idle CPU %-22s %.2f %% of a core%n",
            group, (nanos - before.getOrDefault(group, 0L)) / 1e7 / IDLE_SECONDS));
  }

  private static void delays(CellWatcher watcher, TinyAgent agent, int jobs) {
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      long started = System.nanoTime();
      JobId job = watcher.submit(1);
      VmId vm = new VmId(job, 0);
      await(() -> agent.orderedAtNanos().containsKey(vm));
      micros.add((agent.orderedAtNanos().getOrDefault(vm, 0L) - started) / 1_000);
    }
    System.out.printf(
        "submit to order at the agent, one at a time: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms%n",
        at(micros, 50), at(micros, 90), at(micros, 99));
  }

  private static void takeover(
      CellWatcher watcher, TinyAgent agent, List<SchedulerApp> apps, PausableThread[] hooks) {
    await(() ->
        apps.stream().allMatch(app -> role(app) == Role.OWNING || role(app) == Role.FOLLOWING));
    pause(TimeUnit.SECONDS.toNanos(8));
    int owner = role(apps.get(0)) == Role.OWNING ? 0 : 1;
    int claims = watcher.claims().size();
    long killed = System.nanoTime();
    hooks[owner].pause();
    apps.get(owner).hazelcast().getLifecycleService().terminate();
    JobId job = watcher.submit(1);
    await(() -> watcher.claims().size() > claims);
    long claimed = watcher.claimedAtNanos().get(claims);
    await(() -> agent.running().containsKey(new VmId(job, 0)));
    System.out.printf(
        "takeover: claim in force %.0f ms after the kill, a job submitted meanwhile runs %.0f ms"
            + " after it%n",
        (claimed - killed) / 1e6, (System.nanoTime() - killed) / 1e6);
  }

  private static Role role(SchedulerApp app) {
    return app.cells().getFirst().status().role();
  }

  private static Map<String, Long> cpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Long> groups = new TreeMap<>();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null) {
        long nanos = threads.getThreadCpuTime(thread.getThreadId());
        groups.merge(group(thread.getThreadName()), Math.max(0, nanos), Long::sum);
      }
    }
    return groups;
  }

  private static String group(String thread) {
    if (thread.startsWith("skiff-") || thread.startsWith("kafka-producer-network-thread | s")) {
      return thread.replaceAll(" \\| .*", "");
    }
    return thread.startsWith("hz.") ? "hazelcast" : "broker and the rest";
  }

  private static double at(List<Long> micros, int percentile) {
    List<Long> sorted = micros.stream().sorted().toList();
    return sorted.get(sorted.size() * percentile / 100) / 1e3;
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      pause(50_000);
    }
  }

  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    while (end - System.nanoTime() > 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}

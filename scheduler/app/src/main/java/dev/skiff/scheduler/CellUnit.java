package dev.skiff.scheduler;

import dev.skiff.contracts.CellId;
import dev.skiff.core.owner.CellWorker;
import dev.skiff.core.owner.Role;
import dev.skiff.scheduler.admin.CellReport;
import dev.skiff.scheduler.cell.CellThread;
import dev.skiff.scheduler.cell.CellWorkplace;
import dev.skiff.scheduler.cell.Signal;
import dev.skiff.scheduler.kafka.KafkaCellInputs;
import dev.skiff.scheduler.kafka.KafkaCellLog;
import dev.skiff.scheduler.kafka.KafkaCheckpointStore;
import dev.skiff.scheduler.telemetry.CellAnnouncer;
import dev.skiff.scheduler.telemetry.CellMeters;
import dev.skiff.scheduler.view.HazelcastViews;
import java.util.UUID;

/// One cell in a scheduler: its thread, and what outlives the workers that the thread runs.
final class CellUnit implements AutoCloseable {
  private final CellId cell;
  private final SharedParts parts;
  private final CellThread.Listener hook;
  private final Signal signal = new Signal();
  private final CellMeters meters;
  private final HazelcastViews views;
  private final CellAnnouncer announcer;
  private final CellThread thread;

  CellUnit(CellId cell, SharedParts parts, CellThread.Listener hook) {
    this.cell = cell;
    this.parts = parts;
    this.hook = hook;
    this.meters = new CellMeters(parts.metrics(), cell);
    this.views = new HazelcastViews(parts.hazelcast(), cell, meters);
    this.announcer = new CellAnnouncer(cell, parts.config().id(), parts.orders(), views, meters);
    this.thread = new CellThread(cell, signal, parts.nowMicros(), this::furnish, new Watching());
    meters.gauge("skiff.log.lag", "Log records that wait to be folded", thread::logLag);
    meters.gauge("skiff.view.backlog", "Entities that wait for the views", views::backlog);
  }

  void start() {
    thread.start();
  }

  void wake() {
    signal.raise();
  }

  CellReport report() {
    return new CellReport(
        thread.status(),
        thread.isAlive(),
        thread.logLag(),
        views.backlog(),
        announcer.lastStepDown());
  }

  @Override
  public void close() {
    thread.close();
    announcer.gone("the scheduler is being stopped");
    views.close();
  }

  private CellWorkplace furnish() {
    SchedulerConfig config = parts.config();
    KafkaCellLog log =
        new KafkaCellLog(
            config.kafka(), cell, parts.ends(), parts.poison(), signal::raise, meters::appended);
    KafkaCellInputs inputs =
        new KafkaCellInputs(config.kafka(), cell, parts.ends(), parts.poison(), signal::raise);
    KafkaCheckpointStore checkpoints =
        new KafkaCheckpointStore(config.kafka(), cell, config.id(), meters::checkpointed);
    CellWorker worker =
        new CellWorker(
            cell,
            config.id(),
            config.rules(),
            config.timings(),
            log,
            inputs,
            checkpoints,
            parts.members().of(cell),
            announcer,
            () -> UUID.randomUUID().toString());
    return new CellWorkplace(
        worker,
        log::lag,
        () -> {
          log.close();
          inputs.close();
          checkpoints.close();
        });
  }

  private final class Watching implements CellThread.Listener {
    @Override
    public void beforeCycle() {
      hook.beforeCycle();
    }

    @Override
    public void roleChanged(Role from, Role to) {
      if (to == Role.CLAIMING) {
        meters.claimed();
      }
      hook.roleChanged(from, to);
    }

    @Override
    public void crashed(Role role, RuntimeException failure) {
      meters.crashed();
      announcer.gone("the worker failed: " + failure);
      hook.crashed(role, failure);
    }
  }
}

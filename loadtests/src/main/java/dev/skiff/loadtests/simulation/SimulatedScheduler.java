package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.state.Cell;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.cell.Changes;
import dev.skiff.core.owner.CellOutputs;
import dev.skiff.core.owner.CellWorker;
import dev.skiff.core.owner.CheckpointStore;
import dev.skiff.core.owner.Members;
import dev.skiff.core.owner.OwnerTimings;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One scheduler process: the real worker on simulated ports. It may be paused (and wakes up
/// unaware) or killed (and is started anew with nothing but the topics).
final class SimulatedScheduler implements CellOutputs, CheckpointStore, Members {
  /// Shorter than in life, so that checkpoints are met often.
  private static final OwnerTimings TIMINGS =
      new OwnerTimings(
          200_000, 1_000_000, 1_000_000, 5_000_000, 5_000_000, 8_000_000, 120, 2_000_000);

  private final String id;
  private final World world;
  private final Broker broker;
  private final Reference reference;
  private final Predicate<String> alive;
  private @Nullable CellWorker worker;
  private long pausedUntil;
  private int life;

  SimulatedScheduler(
      String id, World world, Broker broker, Reference reference, Predicate<String> alive) {
    this.id = id;
    this.world = world;
    this.broker = broker;
    this.reference = reference;
    this.alive = alive;
    start();
  }

  private void start() {
    int mine = ++life;
    worker =
        new CellWorker(
            new CellId(0),
            id,
            CellRules.DEFAULT,
            TIMINGS,
            new SimulatedLog(world, broker, reference),
            new SimulatedInputs(world, broker),
            this,
            this,
            this,
            () -> "%s-%d-%x".formatted(id, mine, world.random.nextLong()));
    world.note(id + " starts");
    cycle(mine);
  }

  private void cycle(int ofLife) {
    if (ofLife != life || worker == null) {
      return;
    }
    if (world.ownerFault(1_500)) {
      world.note(id + " is killed");
      worker = null;
      life++;
      world.after(world.between(100_000, 5_000_000), this::start);
      return;
    }
    if (world.now() >= pausedUntil) {
      if (world.ownerFault(1_000)) {
        pausedUntil = world.now() + world.between(300_000, 6_000_000);
        world.note(id + " is paused until " + pausedUntil);
      } else {
        worker.doWork(world.now());
      }
    }
    world.after(world.between(500, 8_000), () -> cycle(ofLife));
  }

  String id() {
    return id;
  }

  boolean isAlive() {
    return worker != null;
  }

  @Nullable CellWorker worker() {
    return worker;
  }

  @Override
  public void committed(long offset, Transition transition, Changes changes) {
    reference.requireCounted(id, offset, transition);
  }

  @Override
  public void orders(List<OrderBatch> batches) {
    for (OrderBatch batch : batches) {
      reference.requireRead(id, batch.logOffset());
      if (!world.fault(50)) {
        world.after(world.between(300, 5_000), () -> broker.orders.add(batch, world.now()));
      }
    }
  }

  @Override
  public void owning(LogPosition position) {
    world.note(id + " owns under claim " + position.claim());
  }

  @Override
  public void restated(long offset, Changes some, boolean last) {
    reference.requireRead(id, offset);
  }

  @Override
  public void cell(Cell cell) {}

  @Override
  public void steppedDown(String reason) {
    world.note(id + " steps down: " + reason);
  }

  @Override
  public Stored load() {
    int kept = broker.checkpoints.size();
    if (kept == 0) {
      return new Stored(LogPosition.START, List.of());
    }
    // The older one where the newest turns out to be damaged.
    return broker.checkpoints.get(kept > 1 && world.fault(4) ? kept - 2 : kept - 1);
  }

  @Override
  public void save(Stored checkpoint) {
    world.after(
        world.between(1_000, 500_000),
        () -> {
          broker.checkpoints.add(checkpoint);
          while (broker.checkpoints.size() > 2) {
            broker.checkpoints.removeFirst();
          }
        });
  }

  @Override
  public boolean preferred() {
    return world.ownerFault(200) != (id.equals("s0") || !alive.test("s0"));
  }

  @Override
  public boolean alive(String scheduler) {
    return !world.ownerFault(1_000) && alive.test(scheduler);
  }
}

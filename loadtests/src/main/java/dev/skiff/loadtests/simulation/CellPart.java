package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.state.Cell;
import dev.skiff.core.cell.Changes;
import dev.skiff.core.owner.CellOutputs;
import dev.skiff.core.owner.CellWorker;
import dev.skiff.core.owner.CheckpointStore;
import dev.skiff.core.owner.CheckpointUnavailableException;
import dev.skiff.core.owner.Members;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// One scheduler's part in one cell: the real worker on simulated ports.
final class CellPart implements CellOutputs, CheckpointStore, Members {
  private static final int KEPT = 2;

  private final String scheduler;
  private final World world;
  private final SimulatedCell cell;
  private final Predicate<String> alive;
  private final CellWorker worker;
  private final ViewMirror view = new ViewMirror();
  private long ordersLandAt;

  /// @param clock the scheduler's
  CellPart(
      String scheduler,
      World world,
      SimulatedCell cell,
      Predicate<String> alive,
      LongSupplier clock) {
    this.scheduler = scheduler;
    this.world = world;
    this.cell = cell;
    this.alive = alive;
    this.worker =
        new CellWorker(
            cell.id(),
            scheduler,
            Scale.RULES,
            Scale.TIMINGS,
            new SimulatedLog(world, cell.topics(), cell.reference(), clock),
            new SimulatedInputs(world, cell.topics(), clock),
            this,
            this,
            this,
            () -> "%s-%x".formatted(scheduler, world.random.nextLong()));
  }

  CellWorker worker() {
    return worker;
  }

  ViewMirror view() {
    return view;
  }

  SimulatedCell cell() {
    return cell;
  }

  @Override
  public void committed(long offset, Transition transition, Changes changes) {
    cell.reference().requireCounted(scheduler, offset, transition);
    view.take(changes);
  }

  /// Orders of one scheduler keep their order; those of two need not.
  @Override
  public void orders(List<OrderBatch> batches) {
    for (OrderBatch batch : batches) {
      cell.reference().requireRead(scheduler, batch.logOffset());
      if (cell.topics().isFull() || world.happens(Fault.ORDERS_LOST)) {
        world.note("%s: lost is %s", scheduler, batch);
        continue;
      }
      long delay = world.between(300, world.happens(Fault.ORDERS_LATE) ? 3_000_000 : 4_000);
      ordersLandAt = Math.max(ordersLandAt, world.now() + delay);
      world.after(
          ordersLandAt - world.now(),
          () -> {
            world.note("%s: %s", scheduler, batch);
            cell.topics().orders.add(batch, world.now());
          });
    }
  }

  @Override
  public void owning(LogPosition position) {
    world.note("%s owns cell %s under claim %d", scheduler, cell.id(), position.claim());
    view.clear();
  }

  @Override
  public void restated(long offset, Changes some, boolean last) {
    cell.reference().requireRead(scheduler, offset);
    view.take(some);
    if (last) {
      view.becomesWhole();
    }
  }

  @Override
  public void cell(Cell summary) {}

  @Override
  public void steppedDown(String reason) {
    world.note("%s steps down from cell %s: %s", scheduler, cell.id(), reason);
    InvariantViolation.require(!reason.contains("the machine broke"), "%s", reason);
  }

  @Override
  public Stored load() {
    if (world.happens(Fault.CHECKPOINT_OUT_OF_REACH)) {
      throw new CheckpointUnavailableException("the broker does not answer");
    }
    List<Stored> kept = cell.topics().checkpoints;
    if (kept.isEmpty()) {
      return new Stored(LogPosition.START, List.of());
    }
    boolean damaged = kept.size() == KEPT && world.happens(Fault.CHECKPOINT_DAMAGED);
    return damaged ? kept.getFirst() : kept.getLast();
  }

  @Override
  public void save(LogPosition position, Supplier<List<Chunk>> chunks) {
    Stored checkpoint = new Stored(position, chunks.get());
    cell.reference().requireSame(checkpoint);
    world.after(
        world.between(1_000, 300_000),
        () -> {
          InvariantViolation.require(
              chunks.get().equals(checkpoint.chunks()),
              "the state of a checkpoint at %s changes while it is written",
              position);
          List<Stored> kept = cell.topics().checkpoints;
          kept.add(checkpoint);
          while (kept.size() > KEPT) {
            kept.removeFirst();
          }
        });
  }

  @Override
  public boolean preferred() {
    return world.happens(Fault.MEMBERSHIP_WRONG) != cell.preferredOwner(alive).equals(scheduler);
  }

  @Override
  public boolean alive(String other) {
    return !world.happens(Fault.MEMBERSHIP_WRONG) && alive.test(other);
  }
}

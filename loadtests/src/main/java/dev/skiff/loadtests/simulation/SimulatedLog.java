package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.log.LogRecord;
import dev.skiff.core.owner.CellLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The log as one scheduler meets it: appends may time out and be lost, or land all the same, or
/// land late; reading lags.
final class SimulatedLog implements CellLog {
  private static final long TIMEOUT = 300_000;

  private final World world;
  private final Broker broker;
  private final Reference reference;
  private @Nullable Appended appended;
  private long generation;
  private long next;
  private long lag;
  private long proof;

  SimulatedLog(World world, Broker broker, Reference reference) {
    this.world = world;
    this.broker = broker;
    this.reference = reference;
  }

  @Override
  public void append(LogRecord record) {
    long mine = ++generation;
    if (world.ownerFault(60)) {
      world.after(TIMEOUT, () -> answer(mine, new Appended.Uncertain("timed out")));
      switch (world.random.nextInt(3)) {
        case 0 -> {}
        case 1 -> world.after(world.between(500, 5_000), () -> land(record));
        default -> world.after(world.between(TIMEOUT, 4_000_000), () -> land(record));
      }
      return;
    }
    world.after(
        world.between(300, 3_000),
        () -> {
          int offset = land(record);
          boolean withoutOffset = world.ownerFault(100);
          world.after(
              world.between(100, 2_000),
              () -> answer(mine, new Appended.At(withoutOffset ? -1 : offset)));
        });
  }

  private int land(LogRecord record) {
    int offset = broker.log.add(record, world.now());
    reference.read(offset, record);
    return offset;
  }

  private void answer(long append, Appended result) {
    if (append == generation) {
      appended = result;
    }
  }

  @Override
  public @Nullable Appended takeAppended() {
    Appended result = appended;
    appended = null;
    return result;
  }

  @Override
  public void seek(long offset) {
    next = offset;
    proof = 0;
  }

  @Override
  public List<Entry> poll() {
    lag = world.between(0, world.fault(10) ? 40_000 : 3_000);
    int visible = broker.log.sizeAt(world.now() - lag);
    List<Entry> entries = new ArrayList<>();
    while (next < visible) {
      entries.add(new Entry(next, broker.log.get(next), null));
      next++;
    }
    proof = Math.max(proof, world.now() - lag);
    return entries;
  }

  @Override
  public long readThrough() {
    return proof;
  }

  @Override
  public boolean lostData() {
    return false;
  }
}

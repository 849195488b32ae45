package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.log.LogRecord;
import dev.skiff.core.owner.CellLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The log as one scheduler meets it: appends may time out and be lost, or land all the same, or
/// land late; reading lags.
final class SimulatedLog implements CellLog {
  private static final long TIMEOUT = 200_000;

  private final World world;
  private final CellTopics topics;
  private final Reference reference;
  private final LongSupplier clock;
  private @Nullable Appended appended;
  private long generation;
  private long next;
  private long proof;

  SimulatedLog(World world, CellTopics topics, Reference reference, LongSupplier clock) {
    this.world = world;
    this.topics = topics;
    this.reference = reference;
    this.clock = clock;
  }

  @Override
  public void append(LogRecord record) {
    long mine = ++generation;
    if (topics.isFull()) {
      world.after(5_000, () -> answer(mine, new Appended.Uncertain("the disk is full")));
      return;
    }
    if (world.happens(Fault.APPEND_UNCERTAIN)) {
      world.after(TIMEOUT, () -> answer(mine, new Appended.Uncertain("timed out")));
      switch (world.random.nextInt(3)) {
        case 0 -> {}
        case 1 -> world.after(world.between(500, 5_000), () -> land(record));
        default -> world.after(world.between(TIMEOUT, 2_500_000), () -> land(record));
      }
      return;
    }
    world.after(
        world.between(300, 3_000),
        () -> {
          int offset = land(record);
          boolean withoutOffset = world.happens(Fault.APPEND_WITHOUT_OFFSET);
          world.after(
              world.between(100, 2_000),
              () -> answer(mine, new Appended.At(withoutOffset ? -1 : offset)));
        });
  }

  private int land(LogRecord record) {
    int offset = topics.log.add(record, world.now());
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
    long lag = world.between(0, world.happens(Fault.READ_LATE) ? 60_000 : 3_000);
    int visible = topics.log.sizeAt(world.now() - lag);
    proof = clock.getAsLong() - lag;
    if (next >= visible) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    while (next < visible) {
      entries.add(new Entry(next, topics.log.get(next), null));
      next++;
    }
    return entries;
  }

  /// What is known may be under way already, and then it is handed out all the same.
  @Override
  public void known(long to) {
    if (to % 2 == 0) {
      next = Math.max(next, to);
    }
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

package dev.skiff.loadtests.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One scheduler process with its part in every cell. It may be paused (and wakes up unaware) or
/// killed (and is started anew with nothing but the topics). Its clock may be wrong, and is another
/// one after a start; while it runs it does not jump.
final class SimulatedScheduler {
  private static final long HOURS_3 = 3 * 3_600 * Scale.SECOND;

  private final String id;
  private final World world;
  private final List<SimulatedCell> cells;
  private final Predicate<String> alive;
  private final List<CellPart> parts = new ArrayList<>();
  private long skew;
  private long pausedUntil;
  private int life;

  SimulatedScheduler(String id, World world, List<SimulatedCell> cells, Predicate<String> alive) {
    this.id = id;
    this.world = world;
    this.cells = cells;
    this.alive = alive;
    start();
  }

  private void start() {
    int mine = ++life;
    if (world.hasFaults() && world.weather.oneIn(Fault.CLOCK_SET) > 0) {
      long most = world.weather.clocksWrong() && world.oneIn(2) ? HOURS_3 : 50 * Scale.MILLI;
      skew = world.between(-most, most);
    } else {
      skew = 0;
    }
    world.note("%s starts, its clock %d us off", id, skew);
    long mySkew = skew;
    for (SimulatedCell cell : cells) {
      parts.add(new CellPart(id, world, cell, alive, () -> world.now() + mySkew));
    }
    cycle(mine);
  }

  private void cycle(int ofLife) {
    if (ofLife != life) {
      return;
    }
    if (world.happens(Fault.SCHEDULER_KILLED)) {
      world.note("%s is killed", id);
      parts.clear();
      life++;
      world.after(world.between(50_000, 2_000_000), this::start);
      return;
    }
    int done = 0;
    if (world.now() >= pausedUntil) {
      if (world.happens(Fault.SCHEDULER_PAUSED)) {
        pausedUntil = world.now() + world.between(100_000, 2_500_000);
        world.note("%s is paused until %.3f s", id, pausedUntil / 1e6);
      } else {
        for (CellPart part : parts) {
          done += part.worker().doWork(world.now() + skew);
        }
      }
    }
    world.after(
        done > 0 ? world.between(500, 3_000) : world.between(2_000, 14_000), () -> cycle(ofLife));
  }

  String id() {
    return id;
  }

  boolean isAlive() {
    return !parts.isEmpty();
  }

  /// Null while it is dead.
  @Nullable CellPart part(SimulatedCell cell) {
    return parts.stream().filter(part -> part.cell().equals(cell)).findFirst().orElse(null);
  }
}

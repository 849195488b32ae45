package dev.skiff.loadtests.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One scheduler process with its part in every cell. It may be paused (and wakes up unaware) or
/// killed (and is started anew with nothing but the topics). Its clock may be wrong, and may be set
/// while it runs.
final class SimulatedScheduler {
  private final String id;
  private final World world;
  private final List<SimulatedCell> cells;
  private final Predicate<String> alive;
  private final List<CellPart> parts = new ArrayList<>();
  private final MachineClock clock;
  private long pausedUntil;
  private int life;

  SimulatedScheduler(String id, World world, List<SimulatedCell> cells, Predicate<String> alive) {
    this.id = id;
    this.world = world;
    this.cells = cells;
    this.alive = alive;
    this.clock = new MachineClock(world);
    start();
  }

  private void start() {
    int mine = ++life;
    world.note("%s starts", id);
    for (SimulatedCell cell : cells) {
      parts.add(new CellPart(id, world, cell, alive, clock::now));
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
    if (world.happens(Fault.CLOCK_SET)) {
      clock.set();
    }
    int done = 0;
    if (world.now() >= pausedUntil) {
      if (world.happens(Fault.SCHEDULER_PAUSED)) {
        pausedUntil = world.now() + world.between(100_000, 2_500_000);
        world.note("%s is paused until %.3f s", id, pausedUntil / 1e6);
      } else {
        for (CellPart part : parts) {
          done += part.worker().doWork(clock.now());
        }
      }
    }
    world.after(
        done > 0 ? world.between(500, 3_000) : world.between(2_000, 14_000), () -> cycle(ofLife));
  }

  /// Its clock is right again.
  void calm() {
    clock.setRight();
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

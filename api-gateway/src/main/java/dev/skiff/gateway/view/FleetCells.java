package dev.skiff.gateway.view;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.state.Cell;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.resource.Times;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The fleet's cells, whether or not the view has them. Blocks: for virtual threads.
public final class FleetCells {
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final FleetViews views;
  private final int cells;
  private final InstantSource clock;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile Look last = new Look(List.of(), System.nanoTime() - FRESH_NANOS);

  /// @param cells how many the fleet has
  public FleetCells(FleetViews views, int cells, InstantSource clock) {
    this.views = views;
    this.cells = cells;
    this.clock = clock;
  }

  /// All of them, by number, as the view has them now.
  ///
  /// @throws Problem when the view cannot be read
  public List<KnownCell> now() {
    long now = Times.micros(clock.instant());
    Map<CellId, Cell> seen = new HashMap<>();
    views.cells().forEach(cell -> seen.put(cell.entity().id(), cell.entity()));
    return IntStream.range(0, cells)
        .mapToObj(CellId::new)
        .map(id -> known(id, seen.get(id), now))
        .toList();
  }

  /// The same as of a moment ago, for whoever asks often; nothing is known when the view cannot be
  /// read. Of those who find it old, one looks again while the others go on with what there is.
  public List<KnownCell> lately() {
    Look look = last;
    if (System.nanoTime() - look.nanos() < FRESH_NANOS || !looking.tryLock()) {
      return look.cells().isEmpty() ? unknown() : look.cells();
    }
    try {
      look = new Look(now(), System.nanoTime());
    } catch (Problem unavailable) {
      look = new Look(unknown(), System.nanoTime());
    } finally {
      looking.unlock();
    }
    last = look;
    return look.cells();
  }

  private List<KnownCell> unknown() {
    return IntStream.range(0, cells).mapToObj(c -> new KnownCell(new CellId(c), null, 0)).toList();
  }

  private static KnownCell known(CellId id, @Nullable Cell cell, long nowMicros) {
    return new KnownCell(id, cell, cell == null ? 0 : Math.max(0, nowMicros - cell.at()));
  }

  private record Look(List<KnownCell> cells, long nanos) {}
}

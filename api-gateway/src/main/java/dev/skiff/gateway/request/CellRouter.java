package dev.skiff.gateway.request;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Cell;
import dev.skiff.gateway.view.KnownCell;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Picks the cells that a new job is offered to, in order. Pure: what it knows of the cells and
/// what is random is handed in.
///
/// - A job with a name goes to the cell of its name and nowhere else. (So one key under two names
///   may meet two cells, neither of which knows of the other's.)
/// - A job with an idempotency key goes along an order that depends on the key alone, so that a
///   retry walks the same cells and meets the one that knows it.
/// - For any other job two cells are drawn, and the one with the larger free share that holds it
///   comes first (the power of two choices: Mitzenmacher, 2001); the others follow in an order of
///   the job's own. Cells that nobody is known to own are left out as long as there are others.
public final class CellRouter {
  private final int cells;

  /// @param cells how many the fleet has
  public CellRouter(int cells) {
    this.cells = cells;
  }

  /// @param known the fleet's cells; asked for only when the choice depends on it
  public List<CellId> route(
      JobSpec spec,
      @Nullable IdempotencyKey key,
      Supplier<List<KnownCell>> known,
      RandomGenerator random) {
    if (cells == 1) {
      return List.of(new CellId(0));
    }
    if (spec.name() != null) {
      return List.of(CellHash.ofName(spec.namespace(), spec.name(), cells));
    }
    return key == null ? byLoad(spec, known.get(), random) : CellHash.order(key.key(), cells);
  }

  private List<CellId> byLoad(JobSpec spec, List<KnownCell> known, RandomGenerator random) {
    List<CellId> order = CellHash.order(Long.toHexString(random.nextLong()), cells);
    List<Cell> fit = new ArrayList<>();
    List<CellId> owned = new ArrayList<>();
    for (KnownCell one : known) {
      Cell cell = one.cell();
      if (cell != null && one.health() == KnownCell.Health.OWNED) {
        owned.add(one.id());
        if (spec.vm().resources().fitsIn(cell.largest())) {
          fit.add(cell);
        }
      }
    }
    if (owned.isEmpty()) {
      return order;
    }
    List<CellId> fitting = fit.stream().map(Cell::id).toList();
    List<CellId> route = new ArrayList<>();
    if (!fit.isEmpty()) {
      route.add(better(spec, fit, random).id());
    }
    order.stream().filter(c -> fitting.contains(c) && !route.contains(c)).forEach(route::add);
    // Hosts may have come that the view does not show yet: only the cell itself can refuse.
    order.stream().filter(c -> owned.contains(c) && !fitting.contains(c)).forEach(route::add);
    return route;
  }

  private static Cell better(JobSpec spec, List<Cell> fit, RandomGenerator random) {
    int first = random.nextInt(fit.size());
    if (fit.size() == 1) {
      return fit.get(first);
    }
    int second = (first + 1 + random.nextInt(fit.size() - 1)) % fit.size();
    Cell one = fit.get(first);
    Cell other = fit.get(second);
    return freeShare(spec, other) > freeShare(spec, one) ? other : one;
  }

  /// The share of a cell's scarcest resource that would be left; below 0 when the job does not fit.
  static double freeShare(JobSpec spec, Cell cell) {
    Resources each = spec.vm().resources();
    Resources has = cell.promisable();
    Resources used = cell.used();
    if (!each.fitsIn(cell.roomiest())) {
      return -1;
    }
    return Math.min(
        Math.min(
            left(has.milliCpu(), used.milliCpu(), each.milliCpu(), spec.count()),
            left(has.memoryMib(), used.memoryMib(), each.memoryMib(), spec.count())),
        Math.min(
            left(has.diskMib(), used.diskMib(), each.diskMib(), spec.count()),
            left(has.slots(), used.slots(), each.slots(), spec.count())));
  }

  private static double left(long has, long used, long each, int count) {
    if (each == 0) {
      return 1;
    }
    return has == 0 ? -1 : (has - used - (double) each * count) / has;
  }
}

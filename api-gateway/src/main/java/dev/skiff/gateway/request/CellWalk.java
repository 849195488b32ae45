package dev.skiff.gateway.request;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.log.OutcomeCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Offers one job to cell after cell until one has decided about it. Pure.
///
/// Where there is only one cell to ask, the job may wait in it. Otherwise each is asked to take the
/// job as a whole at once or to leave it, and when none does, the first one that only lacked room
/// is asked to let it wait. With an idempotency key, a cell that refuses for lack of room, of quota
/// or of any host that is large enough remembers that for the key, so that a walk that is begun
/// again finds the same refusals and comes to the cell that took the job; in the cell where the job
/// may wait a key that was refused is no obstacle. A cell that is full cannot remember more keys:
/// with a key, the walk ends there.
public final class CellWalk {
  /// A cell to be asked.
  ///
  /// @param mayWait whether it may keep the job although it does not fit now
  public record Offer(CellId cell, boolean mayWait) {}

  /// Why the job is refused in all cells.
  public record Refusal(OutcomeCode code, String detail) {}

  private static final int SHOWN = 3;

  private final List<CellId> order;
  private final boolean keyed;
  private final Map<CellId, Refusal> refusals = new LinkedHashMap<>();
  private int asked;
  private boolean waiting;

  /// @param order cells to be asked, at least one
  /// @param keyed whether the job has an idempotency key
  public CellWalk(List<CellId> order, boolean keyed) {
    this.order = List.copyOf(order);
    this.keyed = keyed;
  }

  /// Whom to ask next; empty when nobody takes the job: see [#refusal].
  public Optional<Offer> next() {
    if (order.size() == 1) {
      return asked++ == 0 ? Optional.of(new Offer(order.getFirst(), true)) : Optional.empty();
    }
    if (asked < order.size()) {
      return Optional.of(new Offer(order.get(asked++), false));
    }
    if (waiting) {
      return Optional.empty();
    }
    waiting = true;
    return order.stream()
        .filter(this::onlyLacksRoom)
        .findFirst()
        .map(cell -> new Offer(cell, true));
  }

  private boolean onlyLacksRoom(CellId cell) {
    Refusal refusal = refusals.get(cell);
    return refusal != null && refusal.code() == OutcomeCode.NO_ROOM;
  }

  /// Takes a cell's answer in.
  ///
  /// @return whether another cell may be asked; false when the answer is the job's answer
  public boolean goesOnAfter(CellId cell, OutcomeCode code, String detail) {
    boolean another =
        switch (code) {
          case NO_ROOM, NEVER_FITS, QUOTA_EXCEEDED -> order.size() > 1 && !waiting;
          case CELL_FULL -> order.size() > 1 && !waiting && !keyed;
          case DONE,
              REPEATED,
              KEY_REUSED,
              NAME_TAKEN,
              CONFLICT,
              NOT_FOUND,
              WRONG_STATE,
              EXPIRED,
              REJECTED ->
              false;
        };
    if (another) {
      refusals.put(cell, new Refusal(code, detail));
    }
    return another;
  }

  /// What all those refusals come to: a job that has no room is refused for what may pass rather
  /// than for what will not.
  public Refusal refusal() {
    for (OutcomeCode code :
        List.of(
            OutcomeCode.NO_ROOM,
            OutcomeCode.QUOTA_EXCEEDED,
            OutcomeCode.CELL_FULL,
            OutcomeCode.NEVER_FITS)) {
      if (refusals.values().stream().anyMatch(refusal -> refusal.code() == code)) {
        return new Refusal(code, details(code));
      }
    }
    throw new IllegalStateException("no cell has refused");
  }

  private String details(OutcomeCode code) {
    List<String> details = new ArrayList<>();
    refusals.forEach((cell, refusal) -> {
      if (refusal.code() == code) {
        details.add("cell " + cell + ": " + refusal.detail());
      }
    });
    String shown = String.join("; ", details.subList(0, Math.min(SHOWN, details.size())));
    return "none of %d cells takes it: %s%s"
        .formatted(refusals.size(), shown, details.size() > SHOWN ? "; ..." : "");
  }
}

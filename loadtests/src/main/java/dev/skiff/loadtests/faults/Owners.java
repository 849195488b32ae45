package dev.skiff.loadtests.faults;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.loadtests.watch.LogListener;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who owns which cell, and when it placed VMs. Read from any thread. Times are the broker's, in
/// milliseconds since the epoch.
final class Owners implements LogListener {
  private final Map<CellId, Ownership> cells = new HashMap<>();
  private long longestGap;
  private long lastPlacedAnywhere;

  /// One cell.
  ///
  /// @param scheduler who made the claim in force
  /// @param claim its offset
  /// @param lastBefore when the claim before it last placed a VM; 0 for never
  /// @param first when this one first did; 0 for not yet
  /// @param last when this one last did; 0 for not yet
  record Ownership(String scheduler, long claim, long lastBefore, long first, long last) {}

  @Override
  public synchronized void claimed(CellId cell, long offset, long appended, LogRecord.Claim claim) {
    Ownership before = cells.get(cell);
    long last = before == null ? 0 : Math.max(before.last(), before.lastBefore());
    cells.put(cell, new Ownership(claim.scheduler(), offset, last, 0, 0));
  }

  @Override
  public synchronized void counted(
      CellId cell, long offset, long appended, LogRecord.Transition transition) {
    Ownership now = cells.get(cell);
    if (now == null
        || transition.events().stream().noneMatch(CellEvent.VmsAssigned.class::isInstance)) {
      return;
    }
    cells.put(
        cell,
        new Ownership(
            now.scheduler(),
            now.claim(),
            now.lastBefore(),
            now.first() == 0 ? appended : now.first(),
            appended));
    if (lastPlacedAnywhere > 0) {
      longestGap = Math.max(longestGap, appended - lastPlacedAnywhere);
    }
    lastPlacedAnywhere = appended;
  }

  synchronized @Nullable Ownership of(CellId cell) {
    return cells.get(cell);
  }

  /// The longest time without any placement since the last call.
  synchronized long takeLongestGap() {
    long gap = longestGap;
    longestGap = 0;
    return gap;
  }
}

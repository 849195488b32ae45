package dev.skiff.scheduler.view;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.view.ViewEntry;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Puts a tombstone in the place of an entry, where the entry lives, unless what is there is newer.
/// [NewerWins] would keep the newer value, but give it the tombstone's time to live. The keys of
/// one partition share an operation, where puts with a time to live would take one each.
///
/// Deleting is final for an id, so nothing alive is ever hidden by a tombstone that comes late.
///
/// @param cell whose entries they are
/// @param offset as of which they are gone
/// @param at when, microseconds since the epoch
record Bury(int cell, long offset, long at)
    implements EntryProcessor<String, ViewEntry, @Nullable Void> {
  private static final long KEPT_SECONDS = 60;

  @Override
  public @Nullable Void process(Map.Entry<String, ViewEntry> entry) {
    ViewEntry present = entry.getValue();
    boolean newer = present != null && present.cell() == cell && present.logOffset() > offset;
    if (!newer && entry instanceof ExtendedMapEntry<String, ViewEntry> extended) {
      ViewEntry tombstone = new ViewItem.Gone(offset, at).entry(new CellId(cell));
      var _ = extended.setValue(tombstone, KEPT_SECONDS, TimeUnit.SECONDS);
    }
    return null;
  }
}

package dev.skiff.scheduler.view;

import com.hazelcast.map.MapInterceptor;
import dev.skiff.contracts.view.ViewEntry;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// Keeps a view's entry when the one that is put is older. It runs where the entry lives, on its
/// partition's thread, so that it holds for every writer: a former owner that was paused between
/// its last look at the log and its write, and then goes on, changes nothing.
///
/// (A conditional entry processor does the same at about twice the cost; a look at who owns the
/// cell before the write does not: the pause may come in between.)
final class NewerWins implements MapInterceptor, Serializable {
  private static final long serialVersionUID = 1;

  @Override
  public @Nullable Object interceptPut(@Nullable Object present, Object put) {
    if (present instanceof ViewEntry old
        && put instanceof ViewEntry entry
        && old.cell() == entry.cell()) {
      return old.logOffset() > entry.logOffset() ? old : null;
    }
    if (present instanceof Long old && put instanceof Long offset) {
      return old > offset ? old : null;
    }
    return null;
  }

  @Override
  public @Nullable Object interceptGet(@Nullable Object value) {
    return null;
  }

  @Override
  public @Nullable Object interceptRemove(@Nullable Object value) {
    return null;
  }

  @Override
  public void afterGet(@Nullable Object value) {}

  @Override
  public void afterPut(@Nullable Object value) {}

  @Override
  public void afterRemove(@Nullable Object value) {}

  /// Equal ones are registered once.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NewerWins;
  }

  @Override
  public int hashCode() {
    return NewerWins.class.getName().hashCode();
  }
}

package dev.skiff.core.placement;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// When the VMs on a host are expected to end, as far as anything is known of them.
final class Ends {
  static final long NONE = Long.MIN_VALUE;

  private final Map<Placement, Expected> placements = new HashMap<>();
  private final TreeMap<Long, Integer> ends = new TreeMap<>();

  /// VMs of a job that were placed together.
  private record Placement(JobSlot job, long since) {}

  /// @param lifetime microseconds
  private record Expected(long lifetime, int count) {}

  void placed(JobSlot job, long since, long lifetime, int count) {
    Placement placement = new Placement(job, since);
    Expected known = placements.get(placement);
    long expected = known == null ? lifetime : known.lifetime;
    placements.put(placement, new Expected(expected, count + (known == null ? 0 : known.count)));
    ends.merge(since + expected, count, Integer::sum);
  }

  void left(JobSlot job, long since, int count) {
    Placement placement = new Placement(job, since);
    Expected known = placements.get(placement);
    if (known == null) {
      return;
    }
    if (known.count > count) {
      placements.put(placement, new Expected(known.lifetime, known.count - count));
    } else {
      placements.remove(placement);
    }
    ends.computeIfPresent(
        since + known.lifetime, (end, there) -> there > count ? there - count : null);
  }

  /// When the last of them is expected to end, microseconds since the epoch; [#NONE] when nothing
  /// is known of any.
  long latest() {
    return ends.isEmpty() ? NONE : ends.lastKey();
  }

  boolean isEmpty() {
    return placements.isEmpty();
  }
}

package dev.skiff.gateway.view;

import dev.skiff.contracts.state.Job;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sorts jobs newest first. When a job was accepted never changes but stands only inside the
/// entity, so it is remembered for the jobs that were listed lately. Safe for concurrent use.
final class JobOrder {
  private static final int REMEMBERED = 200_000;
  private static final int CHUNK = 1000;

  /// A job's place in the order.
  record Place(long accepted, String id) {
    static final Comparator<Place> NEWEST_FIRST =
        Comparator.comparingLong(Place::accepted).reversed().thenComparing(Place::id);
  }

  private final FleetViews views;
  private final Map<String, Long> accepted =
      new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  JobOrder(FleetViews views) {
    this.views = views;
  }

  /// The jobs from the cursor's on (that one included), newest first; jobs that are gone are left
  /// out.
  List<Place> sorted(Collection<String> ids, @Nullable Cursor from) {
    Map<String, Long> known = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    synchronized (accepted) {
      for (String id : ids) {
        Long at = accepted.get(id);
        if (at == null) {
          unknown.add(id);
        } else {
          known.put(id, at);
        }
      }
    }
    known.putAll(learn(unknown));
    Place start = from == null ? null : new Place(from.accepted(), from.id());
    return known.entrySet().stream()
        .map(entry -> new Place(entry.getValue(), entry.getKey()))
        .filter(place -> start == null || Place.NEWEST_FIRST.compare(place, start) >= 0)
        .sorted(Place.NEWEST_FIRST)
        .toList();
  }

  private Map<String, Long> learn(List<String> ids) {
    Map<String, Long> learnt = new HashMap<>();
    for (int from = 0; from < ids.size(); from += CHUNK) {
      Set<String> chunk = new HashSet<>(ids.subList(from, Math.min(ids.size(), from + CHUNK)));
      for (Seen<Job> seen : views.jobs(chunk).values()) {
        learnt.put(seen.entity().id().value(), seen.entity().accepted());
      }
    }
    synchronized (accepted) {
      accepted.putAll(learnt);
    }
    return learnt;
  }
}

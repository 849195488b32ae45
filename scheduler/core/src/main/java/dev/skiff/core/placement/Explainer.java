package dev.skiff.core.placement;

import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Explanation.Blocker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Says why no host takes a VM: a look at every one of them, for people, and not for each decision.
final class Explainer {
  /// Blockers that are no host's first are told as long as there are no more than so many in all.
  private static final int MOST_BLOCKERS = 16;

  private final HostTable hosts;
  private final Obstacles obstacles;
  private final Remedy remedy;

  private static final class Count {
    int first;
    int any;

    void add(Count other) {
      first += other.first;
      any += other.any;
    }
  }

  /// @param candidates brought up to date
  Explainer(HostTable hosts, Candidates candidates) {
    this.hosts = hosts;
    this.obstacles = new Obstacles(candidates);
    this.remedy = new Remedy(candidates.ranking.key);
  }

  /// @param at now, microseconds since the epoch
  Explanation explain(long at) {
    IdentityHashMap<Obstacle, Count> counts = new IdentityHashMap<>();
    int free = 0;
    boolean never = hosts.size() > 0;
    for (int position = 0; position < hosts.size(); position++) {
      HostSlot host = hosts.at(position);
      List<Obstacle> found = obstacles.of(host);
      boolean neverHere = obstacles.isNever(host);
      never &= neverHere;
      free += found.isEmpty() ? 1 : 0;
      for (int i = 0; i < found.size(); i++) {
        Count count = counts.computeIfAbsent(found.get(i), o -> new Count());
        count.first += i == 0 ? 1 : 0;
        count.any++;
      }
      remedy.consider(host, found, neverHere);
    }
    return new Explanation(
        hosts.size(), blockers(counts, free), never, free > 0 ? null : remedy.sentence(), at);
  }

  private static List<Blocker> blockers(IdentityHashMap<Obstacle, Count> counts, int free) {
    Map<String, Count> byReason = new TreeMap<>();
    counts.forEach((obstacle, count) ->
        byReason.computeIfAbsent(obstacle.reason(), r -> new Count()).add(count));
    List<Blocker> all = new ArrayList<>();
    byReason.forEach((reason, count) -> all.add(new Blocker(reason, count.first, count.any)));
    if (free > 0) {
      all.add(new Blocker("free", free, free));
    }
    all.sort(
        Comparator.comparingInt(Blocker::first)
            .thenComparingInt(Blocker::any)
            .reversed()
            .thenComparing(Blocker::reason));
    while (all.size() > MOST_BLOCKERS && all.getLast().first() == 0) {
      all.removeLast();
    }
    return all;
  }
}

package dev.skiff.core.placement;

import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Explanation.Blocker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  }

  /// @param candidates brought up to date
  Explainer(HostTable hosts, Candidates candidates) {
    this.hosts = hosts;
    this.obstacles = new Obstacles(candidates);
    this.remedy = new Remedy(candidates.ranking.key);
  }

  /// @param at now, microseconds since the epoch
  Explanation explain(long at) {
    Map<String, Count> counts = new LinkedHashMap<>();
    boolean never = hosts.size() > 0;
    boolean free = false;
    for (int position = 0; position < hosts.size(); position++) {
      HostSlot host = hosts.at(position);
      List<Obstacle> found = obstacles.of(host);
      if (found.isEmpty()) {
        free = true;
        Count count = counts.computeIfAbsent("free", r -> new Count());
        count.first++;
        count.any++;
      }
      for (int i = 0; i < found.size(); i++) {
        Count count = counts.computeIfAbsent(found.get(i).reason(), r -> new Count());
        count.first += i == 0 ? 1 : 0;
        count.any++;
      }
      boolean neverHere = obstacles.isNever(host, found);
      never &= neverHere;
      remedy.consider(host, found, neverHere);
    }
    return new Explanation(
        hosts.size(), blockers(counts), never, free ? null : remedy.sentence(), at);
  }

  private static List<Blocker> blockers(Map<String, Count> counts) {
    List<Blocker> all = new ArrayList<>();
    counts.forEach((reason, count) -> all.add(new Blocker(reason, count.first, count.any)));
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

package dev.skiff.core.placement;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.HostStatus;
import java.util.ArrayList;
import java.util.List;

/// Finds all that keeps single hosts from taking a VM, in the order in which an operator would
/// look.
final class Obstacles {
  private final Candidates candidates;
  private final RankingKey key;

  /// @param candidates brought up to date
  Obstacles(Candidates candidates) {
    this.candidates = candidates;
    this.key = candidates.ranking.key;
  }

  /// @return none when the host would take it
  List<Obstacle> of(HostSlot host) {
    List<Obstacle> found = new ArrayList<>();
    if (host.status != HostStatus.READY) {
      found.add(new Obstacle.Status(host.status));
    }
    for (Selector constraint : key.constraints()) {
      if (!constraint.matches(host.labels())) {
        found.add(new Obstacle.Constraint(constraint));
      }
    }
    for (int i = 0; i < key.hostRules().size(); i++) {
      if (candidates.ranking.rules().cost(i, host) == Rule.BLOCKED) {
        found.add(new Obstacle.Neighbours(key.hostRules().get(i)));
      }
    }
    int group =
        candidates.ranking.grouping.groupOf(candidates.ranking.grouping.leafOf(host.position));
    for (GroupRule rule : candidates.groupRules) {
      if (rule.cost(group) == Rule.BLOCKED) {
        found.add(
            rule.lacksLabel(group)
                ? new Obstacle.Unlabelled(rule.rule.by())
                : new Obstacle.Neighbours(rule.rule));
      }
    }
    Resources need = key.ask().need();
    for (Dimension dimension : Dimension.values()) {
      if (dimension.of(need) > dimension.of(host.free())) {
        found.add(new Obstacle.Shortage(dimension, need));
      }
    }
    return found;
  }

  /// Whether the host would not do even if it were empty.
  boolean isNever(HostSlot host, List<Obstacle> found) {
    return !key.ask().need().fitsIn(host.capacity)
        || found.stream()
            .anyMatch(o -> o instanceof Obstacle.Constraint || o instanceof Obstacle.Unlabelled);
  }
}

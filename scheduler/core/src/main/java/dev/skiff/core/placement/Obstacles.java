package dev.skiff.core.placement;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.HostStatus;
import java.util.ArrayList;
import java.util.List;

/// Finds all that keeps single hosts from taking a VM, in the order in which an operator would
/// look: the host itself, its labels, its neighbours, what is left.
final class Obstacles {
  private final Candidates candidates;
  private final RankingKey key;
  private final List<Obstacle.Status> statuses = new ArrayList<>();
  private final List<Obstacle> constraints = new ArrayList<>();
  private final List<Obstacle> hostRules = new ArrayList<>();
  private final List<Obstacle> groupRules = new ArrayList<>();
  private final List<Obstacle> lackingLabels = new ArrayList<>();
  private final List<Obstacle.Shortage> shortages = new ArrayList<>();
  private final List<Obstacle> found = new ArrayList<>();

  /// @param candidates brought up to date
  Obstacles(Candidates candidates) {
    this.candidates = candidates;
    this.key = candidates.ranking.key;
    for (HostStatus status : HostStatus.values()) {
      if (status != HostStatus.READY) {
        statuses.add(new Obstacle.Status(status));
      }
    }
    for (Selector constraint : key.constraints()) {
      constraints.add(new Obstacle.Constraint(constraint));
    }
    for (Rule rule : key.hostRules()) {
      hostRules.add(new Obstacle.Neighbours(rule));
    }
    for (GroupRule rule : candidates.groupRules) {
      groupRules.add(new Obstacle.Neighbours(rule.rule));
      lackingLabels.add(new Obstacle.Unlabelled(rule.rule.by()));
    }
    for (Dimension dimension : Dimension.values()) {
      shortages.add(new Obstacle.Shortage(dimension, key.ask().need()));
    }
  }

  /// @return none when the host would take it; valid until the next call
  List<Obstacle> of(HostSlot host) {
    found.clear();
    for (Obstacle.Status status : statuses) {
      if (status.status() == host.status) {
        found.add(status);
      }
    }
    for (int i = 0; i < constraints.size(); i++) {
      if (!key.constraints().get(i).matches(host.labels())) {
        found.add(constraints.get(i));
      }
    }
    for (int i = 0; i < hostRules.size(); i++) {
      if (candidates.ranking.rules().cost(i, host) == Rule.BLOCKED) {
        found.add(hostRules.get(i));
      }
    }
    int group =
        candidates.ranking.grouping.groupOf(candidates.ranking.grouping.leafOf(host.position));
    for (int i = 0; i < groupRules.size(); i++) {
      GroupRule rule = candidates.groupRules[i];
      if (rule.cost(group) == Rule.BLOCKED) {
        found.add(rule.lacksLabel(group) ? lackingLabels.get(i) : groupRules.get(i));
      }
    }
    Resources need = key.ask().need();
    if (!host.holds(need)) {
      Resources free = host.free();
      for (Obstacle.Shortage shortage : shortages) {
        if (shortage.dimension().of(need) > shortage.dimension().of(free)) {
          found.add(shortage);
        }
      }
    }
    return found;
  }

  /// Whether the host would not do even if it were empty.
  boolean isNever(HostSlot host) {
    if (!key.ask().need().fitsIn(host.capacity)) {
      return true;
    }
    for (Obstacle obstacle : found) {
      if (obstacle instanceof Obstacle.Constraint || obstacle instanceof Obstacle.Unlabelled) {
        return true;
      }
    }
    return false;
  }
}

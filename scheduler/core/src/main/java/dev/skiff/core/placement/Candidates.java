package dev.skiff.core.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hosts for equal requests: a ranking, which is shared with other requests that rank them the
/// same, and the rules by which groups of hosts are compared.
final class Candidates {
  static final int NONE = WinnerForest.NONE;

  final CandidatesKey key;
  final Ranking ranking;
  final GroupRule[] groupRules;

  /// When it was last asked, to find out which are not needed any more.
  long lastUsed;

  Candidates(CandidatesKey key, Ranking ranking, List<GroupRule> groupRules) {
    this.key = key;
    this.ranking = ranking;
    this.groupRules = groupRules.toArray(new GroupRule[0]);
  }

  /// Takes up what has changed. Call it before the others.
  ///
  /// @param now microseconds since the epoch
  void refresh(long now) {
    ranking.refresh(now);
    for (GroupRule rule : groupRules) {
      rule.refresh(ranking);
    }
  }

  /// @param avoid a host that is taken only if there is no other; null for none
  /// @return the position of the best host; [#NONE] when there is none
  int pick(@Nullable HostSlot avoid) {
    int avoided = avoid == null ? NONE : ranking.grouping.leafOf(avoid.position);
    int leaf = pick(avoided);
    if (leaf == NONE && avoid != null) {
      leaf = pick(NONE);
    }
    return leaf == NONE ? NONE : ranking.grouping.positionOf(leaf);
  }

  /// What the rules make of a group; [Rule#BLOCKED] when they forbid it.
  long groupCost(int group) {
    long cost = 0;
    for (GroupRule rule : groupRules) {
      long one = rule.cost(group);
      if (one == Rule.BLOCKED) {
        return Rule.BLOCKED;
      }
      cost += one;
    }
    return cost;
  }

  private int pick(int avoided) {
    int avoidedGroup = avoided == NONE ? NONE : ranking.grouping.groupOf(avoided);
    int best = NONE;
    long bestScore = Long.MAX_VALUE;
    for (int group = 0; group < ranking.grouping.groups(); group++) {
      int leaf = group == avoidedGroup ? ranking.bestBut(group, avoided) : ranking.best(group);
      if (leaf == NONE) {
        continue;
      }
      long cost = groupCost(group);
      if (cost == Rule.BLOCKED) {
        continue;
      }
      long score = cost + ranking.score(leaf);
      if (score < bestScore || (score == bestScore && isBefore(leaf, best))) {
        best = leaf;
        bestScore = score;
      }
    }
    return best;
  }

  private boolean isBefore(int a, int b) {
    return ranking.grouping.positionOf(a) < ranking.grouping.positionOf(b);
  }
}

package dev.skiff.core.placement;

import dev.skiff.contracts.state.HostStatus;
import java.util.Arrays;

/// All hosts of a cell in the order in which a kind of request would take them, as far as the first
/// of each group is concerned: a winner tree over the hosts of each group (Knuth, volume 3, section
/// 5.4.1). A host that changed goes up its tree only as far as it makes a difference, so that the
/// best host is found without a look at the others.
final class Ranking {
  static final int NONE = -1;

  /// The score of a host that cannot take the VM.
  static final int FULL = Integer.MAX_VALUE;

  private static final int NOT_ELIGIBLE = -1;

  final RankingKey key;
  final Grouping grouping;

  /// How many look at it; who has none is not kept.
  int users;

  private final HostTable hosts;
  private final Journal journal;
  private final Policy policy;
  private final HostRules rules;

  /// By leaf: the part of the score that follows from the host's facts.
  private final int[] fixed;

  private final int[] scores;

  /// A tree of m leaves is at twice its first leaf, its root at 1, the children of i at 2i and
  /// 2i+1, its leaves from m on.
  private final int[] winners;

  private final int[] eligible;
  private long readTo = -1;

  Ranking(RankingKey key, Grouping grouping, HostTable hosts, Journal journal, Policy policy) {
    this.key = key;
    this.grouping = grouping;
    this.hosts = hosts;
    this.journal = journal;
    this.policy = policy;
    this.rules = new HostRules(key.hostRules(), hosts.size(), policy.wish());
    this.fixed = new int[hosts.size()];
    this.scores = new int[hosts.size()];
    this.winners = new int[2 * hosts.size()];
    this.eligible = new int[grouping.groups()];
    Arrays.fill(fixed, NOT_ELIGIBLE);
  }

  /// Takes up what has changed since it was last asked.
  void refresh() {
    long from = readTo;
    readTo = journal.end();
    if (from == readTo) {
      return;
    }
    if (from < 0 || !journal.reaches(from)) {
      for (int leaf = 0; leaf < fixed.length; leaf++) {
        refreshFacts(leaf);
      }
      rules.refresh();
      rebuild();
      return;
    }
    if (journal.factsChangedSince(from) || !rules.isEmpty()) {
      takeNote(from);
      if (rules.refresh()) {
        rebuild();
        return;
      }
    }
    for (long entry = from; entry < readTo; entry++) {
      int position = journal.position(entry);
      if (!journal.isOutdated(entry, position)) {
        update(grouping.leafOf(position), hosts.at(position));
      }
    }
  }

  /// The best host of a group, as a leaf; [#NONE] when none can take the VM.
  int best(int group) {
    int first = grouping.start(group);
    return grouping.start(group + 1) == first ? NONE : fitting(winners[2 * first + 1]);
  }

  /// The best host of a group but for one of its hosts.
  int bestBut(int group, int leaf) {
    int first = grouping.start(group);
    int base = 2 * first;
    int best = NONE;
    for (int node = grouping.start(group + 1) - first + leaf - first; node > 1; node >>= 1) {
      int rival = winners[base + (node ^ 1)];
      best = best == NONE || beats(rival, best) ? rival : best;
    }
    return best == NONE ? NONE : fitting(best);
  }

  int score(int leaf) {
    return scores[leaf];
  }

  /// Hosts of a group that could be chosen if they were empty and no rule spoke against it.
  int eligible(int group) {
    return eligible[group];
  }

  boolean isEligible(int leaf) {
    return fixed[leaf] != NOT_ELIGIBLE;
  }

  /// What is made of single hosts.
  HostRules rules() {
    return rules;
  }

  private void takeNote(long from) {
    for (long entry = from; entry < readTo; entry++) {
      int position = journal.position(entry);
      if (!journal.isOutdated(entry, position)) {
        int leaf = grouping.leafOf(position);
        if (journal.factsChangedSince(from, position)) {
          refreshFacts(leaf);
        } else {
          rules.note(leaf, hosts.at(position), isEligible(leaf));
        }
      }
    }
  }

  private void refreshFacts(int leaf) {
    HostSlot host = hosts.at(grouping.positionOf(leaf));
    boolean was = isEligible(leaf);
    boolean is = host.status == HostStatus.READY && key.admits(host);
    fixed[leaf] =
        is ? policy.fixed(host, key.ask()) + key.preferenceCost(host, policy.wish()) : NOT_ELIGIBLE;
    if (was != is) {
      eligible[grouping.groupOf(leaf)] += is ? 1 : -1;
    }
    rules.note(leaf, host, is);
  }

  private int evaluate(int leaf, HostSlot host) {
    int start = fixed[leaf];
    if (start == NOT_ELIGIBLE || !host.holds(key.ask().need())) {
      return FULL;
    }
    long cost = rules.cost(host);
    if (cost == Rule.BLOCKED) {
      return FULL;
    }
    return (int) Math.min(FULL - 1, start + cost + policy.changing(host, key.ask()));
  }

  private void update(int leaf, HostSlot host) {
    int score = evaluate(leaf, host);
    if (score == scores[leaf]) {
      return;
    }
    scores[leaf] = score;
    int first = grouping.start(grouping.groupOf(leaf));
    int base = 2 * first;
    int leaves = grouping.start(grouping.groupOf(leaf) + 1) - first;
    for (int node = (leaves + leaf - first) >> 1; node >= 1; node >>= 1) {
      int before = winners[base + node];
      int after = winner(winners[base + 2 * node], winners[base + 2 * node + 1]);
      winners[base + node] = after;
      if (before != leaf && after != leaf) {
        return;
      }
    }
  }

  private void rebuild() {
    for (int leaf = 0; leaf < scores.length; leaf++) {
      scores[leaf] = evaluate(leaf, hosts.at(grouping.positionOf(leaf)));
    }
    for (int group = 0; group < grouping.groups(); group++) {
      int first = grouping.start(group);
      int leaves = grouping.start(group + 1) - first;
      int base = 2 * first;
      for (int i = 0; i < leaves; i++) {
        winners[base + leaves + i] = first + i;
      }
      for (int node = leaves - 1; node >= 1; node--) {
        winners[base + node] = winner(winners[base + 2 * node], winners[base + 2 * node + 1]);
      }
    }
  }

  private int winner(int a, int b) {
    return beats(a, b) ? a : b;
  }

  /// The better score first, then the lower position: within a group leaves are in that order.
  private boolean beats(int a, int b) {
    return scores[a] < scores[b] || (scores[a] == scores[b] && a < b);
  }

  private int fitting(int leaf) {
    return scores[leaf] == FULL ? NONE : leaf;
  }
}

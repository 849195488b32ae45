package dev.skiff.core.placement;

import dev.skiff.contracts.state.HostStatus;
import java.util.Arrays;

/// How well the hosts of a cell suit one kind of request, and which is the best of each group. What
/// has changed is read from the journal when the ranking is asked, so that a decision costs as much
/// as what has changed since the last one of its kind.
final class Ranking {
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

  private final WinnerForest forest;
  private final int[] eligible;
  private final boolean timed;
  private long readTo = -1;

  /// In steps, so that all hosts need not be looked at anew whenever time goes by.
  private long now;

  Ranking(RankingKey key, Grouping grouping, HostTable hosts, Journal journal, Policy policy) {
    this.key = key;
    this.grouping = grouping;
    this.hosts = hosts;
    this.journal = journal;
    this.policy = policy;
    this.rules = new HostRules(key.hostRules(), key.ask().need(), hosts.size(), policy.wish());
    this.timed = policy.isTimed() && key.ask().lifetime() > 0;
    this.fixed = new int[hosts.size()];
    this.forest = new WinnerForest(grouping, hosts.size());
    this.eligible = new int[grouping.groups()];
    Arrays.fill(fixed, NOT_ELIGIBLE);
  }

  /// Takes up what has changed since it was last asked.
  ///
  /// @param time microseconds since the epoch
  void refresh(long time) {
    long from = readTo;
    readTo = journal.end();
    long tick = timed ? time - Math.floorMod(time, Fleet.TICK) : 0;
    boolean later = tick != now;
    now = tick;
    if (from == readTo && !later) {
      return;
    }
    if (later || from < 0 || !journal.reaches(from)) {
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
        int leaf = grouping.leafOf(position);
        forest.set(leaf, evaluate(leaf, hosts.at(position)));
      }
    }
  }

  /// The best host of a group, as a leaf; [WinnerForest#NONE] when none can take the VM.
  int best(int group) {
    return forest.best(group);
  }

  /// The best host of a group but for one of its hosts.
  int bestBut(int group, int leaf) {
    return forest.bestBut(group, leaf);
  }

  /// How many VMs of the kind would fit on a host, rules aside.
  long room(int leaf) {
    return isEligible(leaf) ? hosts.at(grouping.positionOf(leaf)).room(key.ask().need()) : 0;
  }

  int score(int leaf) {
    return forest.score(leaf);
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
      return WinnerForest.OUT;
    }
    long cost = rules.cost(host);
    if (cost == Rule.BLOCKED) {
      return WinnerForest.OUT;
    }
    return (int)
        Math.min(WinnerForest.OUT - 1, start + cost + policy.changing(host, key.ask(), now));
  }

  private void rebuild() {
    for (int leaf = 0; leaf < fixed.length; leaf++) {
      forest.put(leaf, evaluate(leaf, hosts.at(grouping.positionOf(leaf))));
    }
    forest.rebuild();
  }
}

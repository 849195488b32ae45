package dev.skiff.core.placement;

/// A rule by a label that hosts share, applied to the groups of a ranking.
final class GroupRule {
  final Rule rule;
  private final int[] counts;
  private final int[] valueOfGroup;
  private final int wish;
  private int least;
  private int most;
  private boolean open;

  /// By value, how many more VMs fit. Made when it is first asked for.
  private long[] room = {};

  /// @param label the one that the rule is by
  GroupRule(Rule rule, LabelIndex label, Grouping grouping, HostTable hosts, int wish) {
    this.rule = rule;
    this.counts = rule.census().counts(label, hosts);
    this.valueOfGroup = grouping.values(label);
    this.wish = wish;
  }

  /// Looks at what all groups have in common. Call it before the others.
  void refresh(Ranking ranking) {
    open = rule.isOpen();
    if (rule.asksForRoom(open)) {
      findRoom(ranking);
    }
    if (rule.kind() == Rule.Kind.SPREAD || rule.kind() == Rule.Kind.SPREAD_WISH) {
      least = Integer.MAX_VALUE;
      most = 0;
      for (int group = 0; group < valueOfGroup.length; group++) {
        if (valueOfGroup[group] != LabelIndex.ABSENT && ranking.eligible(group) > 0) {
          int count = counts[valueOfGroup[group]];
          least = Math.min(least, count);
          most = Math.max(most, count);
        }
      }
    }
  }

  /// @return what it costs to place a VM in a group; [Rule#BLOCKED] when it may not be
  long cost(int group) {
    int value = valueOfGroup[group];
    return value == LabelIndex.ABSENT
        ? rule.costWithoutLabel(most, wish)
        : rule.cost(counts[value], least, open, rule.asksForRoom(open) ? room[value] : 0, wish);
  }

  boolean lacksLabel(int group) {
    return valueOfGroup[group] == LabelIndex.ABSENT;
  }

  /// Looks at every host: only for the first of VMs that are to be near each other.
  private void findRoom(Ranking ranking) {
    room = new long[counts.length];
    Grouping grouping = ranking.grouping;
    for (int group = 0; group < grouping.groups(); group++) {
      if (!lacksLabel(group)) {
        for (int leaf = grouping.start(group); leaf < grouping.start(group + 1); leaf++) {
          room[valueOfGroup[group]] += ranking.room(leaf);
        }
      }
    }
  }
}

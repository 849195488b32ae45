package dev.skiff.core.placement;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The hosts, put into groups by the values of some labels. A leaf is a place in the order by group
/// and then by position.
final class Grouping {
  private final LabelIndex[] labels;
  private final int[] positionOf;
  private final int[] leafOf;
  private final int[] groupOf;
  private final int[] starts;

  /// By label and group.
  private final int[][] valueOf;

  /// @param labels none puts all hosts into one group
  Grouping(List<LabelIndex> labels, int hosts) {
    this.labels = labels.toArray(new LabelIndex[0]);
    int[] groupByPosition = new int[hosts];
    int groups = this.labels.length == 0 ? 1 : number(groupByPosition);
    starts = new int[groups + 1];
    for (int group : groupByPosition) {
      starts[group + 1]++;
    }
    for (int group = 0; group < groups; group++) {
      starts[group + 1] += starts[group];
    }
    int[] next = Arrays.copyOf(starts, groups);
    positionOf = new int[hosts];
    leafOf = new int[hosts];
    groupOf = new int[hosts];
    for (int position = 0; position < hosts; position++) {
      int group = groupByPosition[position];
      int leaf = next[group]++;
      positionOf[leaf] = position;
      leafOf[position] = leaf;
      groupOf[leaf] = group;
    }
    valueOf = new int[this.labels.length][groups];
    for (int i = 0; i < this.labels.length; i++) {
      for (int group = 0; group < groups; group++) {
        valueOf[i][group] = this.labels[i].of(positionOf[starts[group]]);
      }
    }
  }

  int groups() {
    return starts.length - 1;
  }

  /// The first leaf of a group; of the group after the last: the number of hosts.
  int start(int group) {
    return starts[group];
  }

  int positionOf(int leaf) {
    return isOne() ? leaf : positionOf[leaf];
  }

  int leafOf(int position) {
    return isOne() ? position : leafOf[position];
  }

  int groupOf(int leaf) {
    return isOne() ? 0 : groupOf[leaf];
  }

  /// The number of the value that a label has in each group.
  int[] values(LabelIndex label) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == label) {
        return valueOf[i];
      }
    }
    throw new IllegalArgumentException("not grouped by " + label.key());
  }

  /// With one group there is nothing to look up.
  private boolean isOne() {
    return starts.length == 2;
  }

  private int number(int[] groupByPosition) {
    Map<List<Integer>, Integer> groups = new HashMap<>();
    for (int position = 0; position < groupByPosition.length; position++) {
      int at = position;
      List<Integer> values = Arrays.stream(labels).map(label -> label.of(at)).toList();
      groupByPosition[position] = groups.computeIfAbsent(values, v -> groups.size());
    }
    return groups.size();
  }
}

package dev.skiff.core.placement;

import java.util.Map;
import java.util.TreeMap;

/// How many VMs of certain jobs there are, by host, and by the values of the labels that somebody
/// asks for.
final class Census {
  private final IntCounts onHost = new IntCounts();
  private final Map<String, ByLabel> byLabel = new TreeMap<>();
  private int total;

  /// How many look at it; who has none is not kept.
  int users;

  /// Counts by the value of a label.
  private static final class ByLabel {
    final LabelIndex label;
    final int[] counts;

    ByLabel(LabelIndex label) {
      this.label = label;
      this.counts = new int[label.values()];
    }

    void add(HostSlot host, int count) {
      int value = label.of(host.position);
      if (value != LabelIndex.ABSENT) {
        counts[value] += count;
      }
    }
  }

  int total() {
    return total;
  }

  int on(HostSlot host) {
    return onHost.get(host.ordinal);
  }

  void add(HostSlot host, int count) {
    onHost.add(host.ordinal, count);
    total += count;
    if (!byLabel.isEmpty()) {
      for (ByLabel view : byLabel.values()) {
        view.add(host, count);
      }
    }
  }

  /// Counts all VMs that another one counts, too.
  void addAll(Census other, HostTable hosts) {
    other.onHost.forEach((ordinal, count) -> add(hosts.byOrdinal(ordinal), count));
  }

  /// Counts them no more.
  void removeAll(Census other, HostTable hosts) {
    other.onHost.forEach((ordinal, count) -> add(hosts.byOrdinal(ordinal), -count));
  }

  /// Counts by the numbers that `label` gives to its values; kept up to date from now on.
  int[] counts(LabelIndex label, HostTable hosts) {
    ByLabel view = byLabel.get(label.key());
    if (view == null || view.label != label) {
      ByLabel made = new ByLabel(label);
      onHost.forEach((ordinal, count) -> made.add(hosts.byOrdinal(ordinal), count));
      byLabel.put(label.key(), made);
      return made.counts;
    }
    return view.counts;
  }

  /// The numbers of label values are about to change.
  void forgetLabels() {
    byLabel.clear();
  }
}

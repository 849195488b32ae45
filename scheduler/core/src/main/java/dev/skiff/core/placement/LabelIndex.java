package dev.skiff.core.placement;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Numbers the values that a label has on the hosts.
final class LabelIndex {
  static final int ABSENT = -1;

  private final String key;
  private final int[] byPosition;
  private int values;

  LabelIndex(String key, HostTable hosts) {
    this.key = key;
    this.byPosition = new int[hosts.size()];
    Map<String, Integer> numbers = new HashMap<>();
    for (int position = 0; position < byPosition.length; position++) {
      String value = hosts.at(position).label(key);
      byPosition[position] = value == null ? ABSENT : number(numbers, value);
    }
  }

  String key() {
    return key;
  }

  int values() {
    return values;
  }

  /// The number of a host's value, from 0; [#ABSENT] when it does not have the label.
  int of(int position) {
    return byPosition[position];
  }

  private int number(Map<String, Integer> numbers, String value) {
    @Nullable Integer known = numbers.putIfAbsent(value, values);
    return known == null ? values++ : known;
  }
}

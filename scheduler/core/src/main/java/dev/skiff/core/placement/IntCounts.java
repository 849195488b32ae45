package dev.skiff.core.placement;

import java.util.Arrays;

/// Counts by small number: open addressing over two arrays, for there are as many of these as jobs.
/// Zeros are not kept.
final class IntCounts {
  private static final int EMPTY = -1;

  private int[] keys = {EMPTY, EMPTY};
  private int[] counts = new int[2];
  private int size;

  /// What is called for each count.
  interface Visitor {
    void visit(int key, int count);
  }

  int get(int key) {
    int at = slot(key);
    return keys[at] == key ? counts[at] : 0;
  }

  /// @return the new count
  /// @throws IllegalStateException when it would be negative
  int add(int key, int delta) {
    int at = slot(key);
    int before = keys[at] == key ? counts[at] : 0;
    int after = before + delta;
    if (after < 0) {
      throw new IllegalStateException("count: " + after + " (expected: >= 0)");
    }
    if (after == 0) {
      if (before > 0) {
        remove(at);
      }
    } else if (before > 0) {
      counts[at] = after;
    } else {
      insert(at, key, after);
    }
    return after;
  }

  /// In no order that means anything.
  void forEach(Visitor visitor) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY) {
        visitor.visit(keys[i], counts[i]);
      }
    }
  }

  private void insert(int at, int key, int count) {
    keys[at] = key;
    counts[at] = count;
    size++;
    if (size * 3 > keys.length * 2) {
      int[] oldKeys = keys;
      int[] oldCounts = counts;
      keys = new int[oldKeys.length * 2];
      counts = new int[keys.length];
      Arrays.fill(keys, EMPTY);
      for (int i = 0; i < oldKeys.length; i++) {
        if (oldKeys[i] != EMPTY) {
          int to = slot(oldKeys[i]);
          keys[to] = oldKeys[i];
          counts[to] = oldCounts[i];
        }
      }
    }
  }

  /// Closes the gap by moving up what had to go further because of it.
  private void remove(int hole) {
    int mask = keys.length - 1;
    int gap = hole;
    for (int at = (gap + 1) & mask; keys[at] != EMPTY; at = (at + 1) & mask) {
      int home = home(keys[at]);
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        keys[gap] = keys[at];
        counts[gap] = counts[at];
        gap = at;
      }
    }
    keys[gap] = EMPTY;
    counts[gap] = 0;
    size--;
  }

  private int slot(int key) {
    int mask = keys.length - 1;
    int at = home(key);
    while (keys[at] != EMPTY && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private int home(int key) {
    int spread = key * 0x9E3779B9;
    return (spread ^ (spread >>> 16)) & (keys.length - 1);
  }
}

package dev.skiff.core.placement;

import java.util.Arrays;

/// Which hosts changed, in order, as far back as the ring reaches. Whoever keeps something that
/// follows from hosts reads on from where it was; whoever has fallen too far behind starts over.
final class Journal {
  private static final int LEAST = 1024;

  private final int[] ring;
  private final int mask;

  /// By position: the number of the newest entry about it, so that a reader can pass over older
  /// ones.
  private final long[] newest;

  private final long[] newestFacts;
  private long lastFacts;
  private long end;

  /// No reader is further than this.
  private long read;

  Journal(int hosts) {
    int capacity = Math.max(LEAST, Integer.highestOneBit(Math.max(1, hosts)) * 2);
    ring = new int[capacity];
    mask = capacity - 1;
    newest = new long[hosts];
    Arrays.fill(newest, -1);
    newestFacts = new long[hosts];
  }

  /// What is on the host has changed. An entry about it that nobody has read yet is enough.
  void changed(int position) {
    if (newest[position] >= read) {
      return;
    }
    ring[(int) end & mask] = position;
    newest[position] = end;
    end++;
  }

  /// What the host is has changed: its status or its facts.
  void changedFacts(int position) {
    changed(position);
    newestFacts[position] = end;
    lastFacts = end;
  }

  /// The number of the next entry. Whoever asks reads all before it.
  long end() {
    read = end;
    return end;
  }

  /// Whether all entries from this one on are still there, and fewer than a fresh start is worth.
  boolean reaches(long from) {
    return end - from <= ring.length;
  }

  int position(long entry) {
    return ring[(int) entry & mask];
  }

  /// Whether a later entry is about the same host.
  boolean isOutdated(long entry, int position) {
    return newest[position] != entry;
  }

  /// Whether any host's facts have changed in any entry from this one on.
  boolean factsChangedSince(long from) {
    return lastFacts > from;
  }

  /// Whether the host's facts have changed in any entry from this one on.
  boolean factsChangedSince(long from, int position) {
    return newestFacts[position] > from;
  }
}

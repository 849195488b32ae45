package dev.skiff.scheduler.hazelcast;

import dev.skiff.contracts.CellId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Rendezvous (highest random weight) hashing, after Thaler and Ravishankar: every process that
/// knows the same schedulers names the same one for a cell, and only the cells of one that comes or
/// goes change hands.
final class Rendezvous {
  private Rendezvous() {}

  /// Null when there is no candidate.
  static @Nullable String first(CellId cell, Collection<String> candidates) {
    String best = null;
    long bestWeight = 0;
    for (String candidate : candidates) {
      long weight = weight(cell, candidate);
      int byWeight = best == null ? 1 : Long.compareUnsigned(weight, bestWeight);
      if (best == null || byWeight > 0 || (byWeight == 0 && candidate.compareTo(best) < 0)) {
        best = candidate;
        bestWeight = weight;
      }
    }
    return best;
  }

  /// FNV-1a over the name and the cell, then the finalizer of SplitMix64 so that similar names do
  /// not get similar weights.
  private static long weight(CellId cell, String candidate) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < candidate.length(); i++) {
      hash = (hash ^ candidate.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ cell.value()) * 0x100000001b3L;
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }
}

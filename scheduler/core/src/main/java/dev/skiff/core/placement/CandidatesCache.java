package dev.skiff.core.placement;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The candidates that were asked for lately, at most [#MOST]. What it holds changes how fast an
/// answer is found, never the answer.
final class CandidatesCache {
  static final int MOST = 256;
  private static final int QUICK = 64;

  private final Map<CandidatesKey, Candidates> all = new HashMap<>();
  private final Map<RankingKey, Ranking> rankings = new HashMap<>();

  /// By identity of the request, so that asking again with the same object costs no comparison.
  private final @Nullable Quick[] quick = new Quick[QUICK];

  private long clock;

  private record Quick(VmRequest request, Candidates candidates) {}

  /// Only for the very same object: equal requests of different jobs may be under different rules.
  @SuppressWarnings("ReferenceEquality")
  @Nullable Candidates quick(VmRequest request) {
    Quick entry = quick[quickIndex(request)];
    if (entry == null || entry.request != request) {
      return null;
    }
    entry.candidates.lastUsed = ++clock;
    return entry.candidates;
  }

  @Nullable Candidates find(CandidatesKey key) {
    Candidates found = all.get(key);
    if (found != null) {
      found.lastUsed = ++clock;
    }
    return found;
  }

  /// @return one that has to be let go of to make room; null when there is room
  @Nullable Candidates surplus() {
    if (all.size() < MOST) {
      return null;
    }
    Candidates oldest = null;
    for (Candidates candidates : all.values()) {
      if (oldest == null || candidates.lastUsed < oldest.lastUsed) {
        oldest = candidates;
      }
    }
    return oldest;
  }

  void add(Candidates candidates) {
    candidates.lastUsed = ++clock;
    all.put(candidates.key, candidates);
  }

  void remove(Candidates candidates) {
    all.remove(candidates.key);
    if (--candidates.ranking.users == 0) {
      rankings.remove(candidates.ranking.key);
    }
    forgetQuick();
  }

  void remember(VmRequest request, Candidates candidates) {
    quick[quickIndex(request)] = new Quick(request, candidates);
  }

  /// The same requests may have other candidates from now on.
  void forgetQuick() {
    Arrays.fill(quick, null);
  }

  Ranking ranking(RankingKey key, Function<RankingKey, Ranking> make) {
    Ranking ranking = rankings.computeIfAbsent(key, make);
    ranking.users++;
    return ranking;
  }

  Iterable<Candidates> all() {
    return all.values();
  }

  void clear() {
    all.clear();
    rankings.clear();
    forgetQuick();
  }

  private static int quickIndex(VmRequest request) {
    int hash = System.identityHashCode(request);
    return (hash ^ (hash >>> 6)) & (QUICK - 1);
  }
}

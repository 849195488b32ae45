package dev.skiff.core.placement;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How long VMs of one kind have run: how many ended at which age, and how old those are that still
/// run. The latter count as having got so far, or else whatever runs long would not be seen until
/// it ends (Kaplan and Meier, 1958).
final class Survival {
  /// Beyond so many ends all are halved, so that the recent past weighs more.
  private static final long MOST_ENDS = 4_096;

  /// The share of ends in a bracket when nothing is known, and how many VMs that guess weighs.
  private static final double FIRST_GUESS = 0.2;

  private static final double PRIOR_WEIGHT = 20;

  private static final long SLOT = 300_000_000;
  private static final int SLOTS = 288;

  final long[] ended = new long[AgeBracket.COUNT];
  long lastEnd;
  private long ends;

  /// How many run that were placed in each of the latest slots of five minutes, and before.
  private final int[] running = new int[SLOTS];

  private int runningLonger;
  private int runningInAll;
  private long latestSlot = Long.MIN_VALUE;

  void began(long at, int count) {
    advance(at);
    add(at, count);
  }

  void ended(long since, long at, int count) {
    advance(at);
    add(since, -count);
    addEnds(AgeBracket.of(at - since), count, at);
    if (ends > MOST_ENDS) {
      ends = 0;
      for (int i = 0; i < ended.length; i++) {
        ended[i] /= 2;
        ends += ended[i];
      }
    }
  }

  /// @param at when the last of them ended
  void addEnds(int bracket, long count, long at) {
    ended[bracket] += count;
    ends += count;
    lastEnd = at;
  }

  /// The share of those that reach an age bracket and end in it.
  ///
  /// @param prior the same for a wider kind; null when there is none
  double[] hazards(double @Nullable [] prior, long at) {
    advance(at);
    double[] hazards = new double[AgeBracket.COUNT];
    long later = 0;
    for (int bracket = AgeBracket.COUNT - 1; bracket >= 0; bracket--) {
      double expected = prior == null ? FIRST_GUESS : prior[bracket];
      long through = later + ended[bracket] + runningFor(AgeBracket.end(bracket));
      hazards[bracket] = (ended[bracket] + PRIOR_WEIGHT * expected) / (through + PRIOR_WEIGHT);
      later += ended[bracket];
    }
    return hazards;
  }

  /// Whether nothing is known and nothing runs.
  boolean isBlank() {
    return runningInAll == 0 && ends == 0;
  }

  boolean hasEnds() {
    return ends > 0;
  }

  void forgetEnds() {
    Arrays.fill(ended, 0);
    ends = 0;
    lastEnd = 0;
  }

  /// Of those that still run, how many have for so long already.
  private int runningFor(long age) {
    int count = runningLonger;
    long youngest = latestSlot - Math.ceilDiv(age, SLOT);
    for (long slot = latestSlot - SLOTS + 1; slot <= youngest; slot++) {
      count += running[(int) Math.floorMod(slot, (long) SLOTS)];
    }
    return age > SLOT * SLOTS ? 0 : count;
  }

  private void add(long since, int count) {
    runningInAll += count;
    long slot = Math.floorDiv(since, SLOT);
    if (slot > latestSlot - SLOTS && slot <= latestSlot) {
      running[(int) Math.floorMod(slot, (long) SLOTS)] += count;
    } else {
      runningLonger += count;
    }
  }

  private void advance(long at) {
    long slot = Math.floorDiv(at, SLOT);
    if (slot <= latestSlot) {
      return;
    }
    long clear = Math.min(SLOTS, latestSlot == Long.MIN_VALUE ? SLOTS : slot - latestSlot);
    for (long i = slot; i > slot - clear; i--) {
      int reused = (int) Math.floorMod(i, (long) SLOTS);
      runningLonger += running[reused];
      running[reused] = 0;
    }
    latestSlot = slot;
  }
}

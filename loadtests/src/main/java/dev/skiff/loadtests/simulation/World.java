package dev.skiff.loadtests.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/// Virtual time, chance, and what will happen. One seed is one history.
final class World {
  private static final int TRACE_LENGTH = 400;

  private record Happening(long at, long number, Runnable what) implements Comparable<Happening> {
    @Override
    public int compareTo(Happening other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  final Random random;
  private final PriorityQueue<Happening> future = new PriorityQueue<>();
  private final Deque<String> trace = new ArrayDeque<>();
  private long now = 1_000_000_000L;
  private long count;
  private final boolean steadyOwners;
  private boolean faults = true;

  World(long seed) {
    random = new Random(seed);
    steadyOwners = seed % 3 == 0;
  }

  /// Microseconds.
  long now() {
    return now;
  }

  void after(long micros, Runnable what) {
    future.add(new Happening(now + micros, count++, what));
  }

  void runFor(long micros) {
    long end = now + micros;
    while (!future.isEmpty() && future.peek().at() <= end) {
      Happening next = future.remove();
      now = next.at();
      next.what().run();
    }
    now = end;
  }

  /// From now on everything works.
  void endFaults() {
    faults = false;
  }

  /// True once in so many times, while there are faults.
  boolean fault(int oneIn) {
    return faults && random.nextInt(oneIn) == 0;
  }

  /// The same for what upsets the schedulers. In every third history they are left alone for the
  /// most part: a host is given up only under an owner that has watched it for half a minute.
  boolean ownerFault(int oneIn) {
    return fault(steadyOwners ? oneIn * 50 : oneIn);
  }

  boolean hasFaults() {
    return faults;
  }

  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  void note(String what) {
    if (trace.size() == TRACE_LENGTH) {
      trace.removeFirst();
    }
    trace.addLast("%.6f %s".formatted(now / 1e6, what));
  }

  /// What happened last, for the reader of a failure.
  List<String> trace() {
    return List.copyOf(trace);
  }
}

package dev.skiff.loadtests.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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

  final RandomGenerator random;
  final Weather weather;
  final Coverage coverage = new Coverage();
  private final PriorityQueue<Happening> future = new PriorityQueue<>();
  private final Deque<String> trace = new ArrayDeque<>();
  private final Tracing tracing;
  private long now = 1_000_000_000_000L;
  private long count;
  private boolean faults = true;

  /// What is written down of a history. The history is the same with all of them.
  enum Tracing {
    /// Nothing: formatting costs more than what it tells of.
    OFF,
    /// The last of it, for the reader of a failure.
    KEPT,
    /// All of it, as it happens.
    PRINTED
  }

  World(long seed, Tracing tracing) {
    this.random = new SplittableRandom(seed);
    this.weather = new Weather(random);
    this.tracing = tracing;
  }

  /// True time, microseconds. Nobody in the history knows it.
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
    note("the faults end");
  }

  /// Whether a fault happens now that may.
  boolean happens(Fault fault) {
    if (!faults) {
      return false;
    }
    int oneIn = weather.oneIn(fault);
    if (oneIn == 0 || random.nextInt(oneIn) != 0) {
      return false;
    }
    coverage.met(fault);
    return true;
  }

  boolean hasFaults() {
    return faults;
  }

  /// True once in so many times.
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /// Formats only what is going to be read.
  @SuppressWarnings("AnnotateFormatMethod")
  void note(String what, @Nullable Object... details) {
    if (tracing == Tracing.OFF) {
      return;
    }
    String line = "%.6f ".formatted(now / 1e6) + what.formatted(details);
    if (tracing == Tracing.PRINTED) {
      System.out.println(line);
      return;
    }
    if (trace.size() == TRACE_LENGTH) {
      trace.removeFirst();
    }
    trace.addLast(line);
  }

  /// What happened last, for the reader of a failure.
  List<String> trace() {
    return List.copyOf(trace);
  }
}

package dev.skiff.core.cell;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.state.Job;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// VMs that wait for a host, in the order of priority, then arrival; by job, so that a job which
/// does not fit is passed over in one step.
final class PendingQueue {
  /// Where a job stands in the queue.
  record Place(int priority, long sequence, JobId job) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::priority)
            .reversed()
            .thenComparingLong(Place::sequence)
            .thenComparing(Place::job);

    static Place of(Job job) {
      return new Place(job.spec().placement().priority(), job.sequence(), job.id());
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private final TreeMap<Place, TreeSet<Integer>> waiting = new TreeMap<>();
  private int size;

  void add(Job job, int index) {
    if (waiting.computeIfAbsent(Place.of(job), p -> new TreeSet<>()).add(index)) {
      size++;
    }
  }

  void remove(Job job, int index) {
    Place place = Place.of(job);
    TreeSet<Integer> indices = waiting.get(place);
    if (indices != null && indices.remove(index)) {
      size--;
      if (indices.isEmpty()) {
        waiting.remove(place);
      }
    }
  }

  int size() {
    return size;
  }

  /// Jobs with waiting VMs, in order. Not to be changed.
  Iterable<Place> jobs() {
    return waiting.keySet();
  }

  /// Indices of the waiting VMs of one of [#jobs], ascending. Not to be changed.
  NavigableSet<Integer> indices(Place job) {
    return waiting.getOrDefault(job, new TreeSet<>());
  }
}

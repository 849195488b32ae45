package dev.skiff.core.placement;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A host as placement sees it: what it is, what is promised on it, and what is left. Fields are
/// read in the innermost loop.
final class HostSlot {
  final HostId id;

  /// For good, unlike the position.
  final int ordinal;

  /// Rank among all hosts in the order of their ids.
  int position = -1;

  HostStatus status;
  HostFacts facts;
  Resources capacity;
  private Map<String, String> labels;

  private long usedMilliCpu;
  private long usedMemoryMib;
  private long usedDiskMib;
  private long usedSlots;
  long freeMilliCpu;
  long freeMemoryMib;
  long freeDiskMib;
  long freeSlots;

  /// Reciprocals, so that shares cost a multiplication.
  double perMilliCpu;

  double perMemoryMib;

  /// Null when nothing is known of any VM.
  @Nullable Ends ends;

  HostSlot(int ordinal, Host host) {
    this.id = host.id();
    this.ordinal = ordinal;
    this.status = host.status();
    this.facts = host.facts();
    this.capacity = facts.promisable();
    this.labels = labels(host);
    resize();
  }

  /// @return whether its labels have changed, on which groups of hosts depend
  boolean update(Host host) {
    boolean relabelled = !host.facts().labels().equals(facts.labels());
    status = host.status();
    facts = host.facts();
    capacity = facts.promisable();
    if (relabelled) {
      labels = labels(host);
    }
    resize();
    return relabelled;
  }

  /// What constraints are about: its labels, and `host` for its name.
  Map<String, String> labels() {
    return labels;
  }

  @Nullable String label(String key) {
    return labels.get(key);
  }

  boolean holds(Resources need) {
    return need.milliCpu() <= freeMilliCpu
        && need.memoryMib() <= freeMemoryMib
        && need.diskMib() <= freeDiskMib
        && need.slots() <= freeSlots;
  }

  /// How many of so much fit on it.
  long room(Resources need) {
    return Math.min(
        Math.min(times(freeMilliCpu, need.milliCpu()), times(freeMemoryMib, need.memoryMib())),
        Math.min(times(freeDiskMib, need.diskMib()), times(freeSlots, need.slots())));
  }

  private static long times(long free, long need) {
    return need == 0 ? Long.MAX_VALUE : free / need;
  }

  /// Whether it would take a VM if some of what is used were given back.
  boolean wouldHold(Resources need, Resources freed) {
    Resources used = new Resources(usedMilliCpu, usedMemoryMib, usedDiskMib, usedSlots);
    return need.fitsIn(capacity.minusOrZero(used.minusOrZero(freed)));
  }

  Resources free() {
    return new Resources(freeMilliCpu, freeMemoryMib, freeDiskMib, freeSlots);
  }

  boolean isEmpty() {
    return usedSlots == 0 && usedMilliCpu == 0 && usedMemoryMib == 0;
  }

  /// @param count of `each`; negative gives them back
  void use(Resources each, int count) {
    usedMilliCpu += each.milliCpu() * count;
    usedMemoryMib += each.memoryMib() * count;
    usedDiskMib += each.diskMib() * count;
    usedSlots += each.slots() * count;
    if (usedMilliCpu < 0 || usedMemoryMib < 0 || usedDiskMib < 0 || usedSlots < 0) {
      throw new IllegalStateException(
          "%s gives back %d of %s, more than was taken".formatted(id, -count, each));
    }
    refresh();
  }

  /// VMs of a job are expected to run for so long from now on.
  void expect(JobSlot job, long at, long lifetime, int count) {
    if (lifetime > 0) {
      Ends known = ends == null ? new Ends() : ends;
      known.placed(job, at, lifetime, count);
      ends = known;
    }
  }

  /// They have gone.
  void expectNoMore(JobSlot job, long since, int count) {
    Ends known = ends;
    if (known != null) {
      known.left(job, since, count);
      ends = known.isEmpty() ? null : known;
    }
  }

  private void refresh() {
    freeMilliCpu = Math.max(0, capacity.milliCpu() - usedMilliCpu);
    freeMemoryMib = Math.max(0, capacity.memoryMib() - usedMemoryMib);
    freeDiskMib = Math.max(0, capacity.diskMib() - usedDiskMib);
    freeSlots = Math.max(0, capacity.slots() - usedSlots);
  }

  private void resize() {
    perMilliCpu = 1.0 / Math.max(1, capacity.milliCpu());
    perMemoryMib = 1.0 / Math.max(1, capacity.memoryMib());
    refresh();
  }

  private static Map<String, String> labels(Host host) {
    Map<String, String> all = new TreeMap<>(host.facts().labels());
    all.put(Affinity.BY_HOST, host.id().value());
    return Collections.unmodifiableMap(all);
  }
}

package dev.skiff.loadtests.check;

import dev.skiff.contracts.Resources;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The VMs of one job, in arrays: there may be millions. Kept for good, so that orders and reports
/// about VMs that are gone can be judged.
final class JobVms {
  static final int NO_HOST = -1;

  /// Where a VM is. `NONE` is one that does not exist (any more).
  enum Place {
    NONE,
    HELD_BACK,
    PENDING,
    ASSIGNED,
    STARTING,
    RUNNING,
    STOPPING,
    ENDED;

    boolean isOnHost() {
      return switch (this) {
        case ASSIGNED, STARTING, RUNNING, STOPPING -> true;
        case NONE, HELD_BACK, PENDING, ENDED -> false;
      };
    }
  }

  /// A placement that has been followed by another.
  ///
  /// @param offset of the log record that decided it
  /// @param givenUp the log ended it without the host having said so
  record Placement(int host, long offset, boolean givenUp) {}

  private Place[] places;
  private int[] incarnations;
  private int[] hosts;
  private long[] offsets;
  private boolean[] givenUp;
  private @Nullable Resources[] held;
  private Resources each;
  private final Map<Long, Placement> earlier = new HashMap<>(0);

  JobVms(int count, Place first, Resources each) {
    this.each = each;
    this.places = new Place[count];
    Arrays.fill(places, first);
    this.incarnations = new int[count];
    this.hosts = new int[count];
    Arrays.fill(hosts, NO_HOST);
    this.offsets = new long[count];
    this.givenUp = new boolean[count];
    this.held = new Resources[count];
  }

  int count() {
    return places.length;
  }

  Resources each() {
    return each;
  }

  void respec(Resources newEach) {
    each = newEach;
  }

  void add(int first, int count) {
    int size = Math.max(places.length, first + count);
    int before = places.length;
    places = Arrays.copyOf(places, size);
    Arrays.fill(places, before, size, Place.NONE);
    incarnations = Arrays.copyOf(incarnations, size);
    hosts = Arrays.copyOf(hosts, size);
    Arrays.fill(hosts, before, size, NO_HOST);
    offsets = Arrays.copyOf(offsets, size);
    givenUp = Arrays.copyOf(givenUp, size);
    held = Arrays.copyOf(held, size);
  }

  Place place(int vm) {
    return vm < places.length ? places[vm] : Place.NONE;
  }

  void put(int vm, Place place) {
    places[vm] = place;
  }

  int incarnation(int vm) {
    return vm < incarnations.length ? incarnations[vm] : 0;
  }

  /// Number of the host of the newest placement.
  int host(int vm) {
    return hosts[vm];
  }

  @Nullable Resources held(int vm) {
    return held[vm];
  }

  void assign(int vm, int incarnation, int host, long offset) {
    if (incarnations[vm] > 0) {
      earlier.put(key(vm, incarnations[vm]), new Placement(hosts[vm], offsets[vm], givenUp[vm]));
    }
    incarnations[vm] = incarnation;
    hosts[vm] = host;
    offsets[vm] = offset;
    givenUp[vm] = false;
    held[vm] = each;
    put(vm, Place.ASSIGNED);
  }

  void giveUp(int vm) {
    givenUp[vm] = true;
  }

  void release(int vm) {
    held[vm] = null;
  }

  /// The placement under an incarnation; null when the log has none.
  @Nullable Placement placement(int vm, int incarnation) {
    if (vm >= incarnations.length || incarnation < 1) {
      return null;
    }
    return incarnations[vm] == incarnation
        ? new Placement(hosts[vm], offsets[vm], givenUp[vm])
        : earlier.get(key(vm, incarnation));
  }

  private static long key(int vm, int incarnation) {
    return ((long) vm << 32) | incarnation;
  }
}

package dev.skiff.core.placement;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.state.Host;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The hosts in the order of their ids. A position is a host's rank in it; positions are dealt out
/// anew by [#arrange] after hosts came, went or changed their labels.
final class HostTable {
  private static final HostSlot[] NONE = {};

  private final Map<HostId, HostSlot> byId = new HashMap<>();
  private final List<@Nullable HostSlot> byOrdinal = new ArrayList<>();
  private final Deque<Integer> spareOrdinals = new ArrayDeque<>();
  private HostSlot[] byPosition = NONE;
  private boolean arranged = true;

  /// @return the host if its place among the others stays as it was; null when all must be arranged
  @Nullable HostSlot put(Host host) {
    HostSlot known = byId.get(host.id());
    if (known != null) {
      if (known.update(host)) {
        arranged = false;
      }
      return arranged ? known : null;
    }
    Integer spare = spareOrdinals.poll();
    HostSlot slot = new HostSlot(spare == null ? byOrdinal.size() : spare, host);
    if (spare == null) {
      byOrdinal.add(slot);
    } else {
      byOrdinal.set(spare, slot);
    }
    byId.put(host.id(), slot);
    arranged = false;
    return null;
  }

  void remove(HostId id) {
    HostSlot gone = byId.remove(id);
    if (gone != null) {
      byOrdinal.set(gone.ordinal, null);
      spareOrdinals.add(gone.ordinal);
      arranged = false;
    }
  }

  boolean isArranged() {
    return arranged;
  }

  /// What is kept by position is void.
  void disarrange() {
    arranged = false;
  }

  void arrange() {
    TreeMap<HostId, HostSlot> sorted = new TreeMap<>(byId);
    byPosition = sorted.values().toArray(NONE);
    for (int position = 0; position < byPosition.length; position++) {
      byPosition[position].position = position;
    }
    arranged = true;
  }

  int size() {
    return byPosition.length;
  }

  HostSlot at(int position) {
    return byPosition[position];
  }

  HostSlot byOrdinal(int ordinal) {
    HostSlot slot = byOrdinal.get(ordinal);
    if (slot == null) {
      throw new IllegalStateException("host " + ordinal + " is gone but still counted");
    }
    return slot;
  }

  @Nullable HostSlot find(HostId id) {
    return byId.get(id);
  }

  HostSlot require(HostId id) {
    HostSlot slot = byId.get(id);
    if (slot == null) {
      throw new IllegalStateException("host: " + id + " (expected: one that was put before)");
    }
    return slot;
  }
}

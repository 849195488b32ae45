package dev.skiff.scheduler.view;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.MapPartitionLostListener;
import com.hazelcast.query.Predicates;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.view.ViewEntry;
import dev.skiff.contracts.view.Views;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The Hazelcast maps as the writer of one cell's views uses them. Blocks; throws
/// [com.hazelcast.core.HazelcastException] and its kin when the cluster does not answer.
final class ViewStore {
  static final List<String> ENTITIES =
      List.of(Views.HOSTS, Views.JOBS, Views.VMS, Views.NAMESPACES);

  private static final int SLICE = 1_000;

  private final HazelcastInstance hazelcast;
  private final CellId cell;
  private final Map<String, UUID> listeners = new ConcurrentHashMap<>();

  ViewStore(HazelcastInstance hazelcast, CellId cell) {
    this.hazelcast = hazelcast;
    this.cell = cell;
  }

  /// Makes every view keep its newer entries, and has it told when a part of one is lost. Once is
  /// enough for the life of a cluster, more often does no harm: a cluster that is busy moving its
  /// partitions may not answer in time.
  void guard(Runnable lost) {
    for (String view : ENTITIES) {
      IMap<String, ViewEntry> map = hazelcast.getMap(view);
      map.addInterceptor(new NewerWins());
      MapPartitionLostListener listener = _ -> lost.run();
      listeners.computeIfAbsent(view, _ -> map.addPartitionLostListener(listener));
    }
    hazelcast.getMap(Views.CELLS).addInterceptor(new NewerWins());
    hazelcast.getMap(Views.OFFSETS).addInterceptor(new NewerWins());
  }

  /// Nothing is told any more.
  void release() {
    listeners.forEach((view, id) -> hazelcast.getMap(view).removePartitionLostListener(id));
  }

  void write(String view, Map<String, ViewItem> items) {
    IMap<String, ViewEntry> map = hazelcast.getMap(view);
    Map<String, ViewEntry> slice = HashMap.newHashMap(Math.min(items.size(), SLICE));
    List<String> gone = new ArrayList<>();
    ViewItem.Gone last = null;
    for (Map.Entry<String, ViewItem> item : items.entrySet()) {
      if (item.getValue() instanceof ViewItem.Gone one) {
        gone.add(item.getKey());
        last = last == null || last.offset() < one.offset() ? one : last;
        continue;
      }
      slice.put(item.getKey(), item.getValue().entry(cell));
      if (slice.size() == SLICE) {
        map.setAll(slice);
        slice.clear();
      }
    }
    if (!slice.isEmpty()) {
      map.setAll(slice);
    }
    if (last != null) {
      bury(map, gone, new Bury(cell.value(), last.offset(), last.at()));
    }
  }

  void writeCell(ViewEntry entry) {
    hazelcast.<String, ViewEntry>getMap(Views.CELLS).set(cell.toString(), entry);
  }

  /// How far the views say they are; null when they have lost it.
  @Nullable Long offset() {
    return hazelcast.<String, Long>getMap(Views.OFFSETS).get(cell.toString());
  }

  void raiseOffset(long offset) {
    hazelcast.<String, Long>getMap(Views.OFFSETS).set(cell.toString(), offset);
  }

  /// Buries what a view holds of this cell, as of the offset or before, and the mirror does not.
  void sweep(String view, ViewMirror mirror, long offset, long at) {
    IMap<String, ViewEntry> map = hazelcast.getMap(view);
    Map<String, ViewItem> left = new HashMap<>();
    for (String key :
        map.keySet(
            Predicates.and(
                Predicates.equal("cell", cell.value()),
                Predicates.lessEqual("logOffset", offset)))) {
      if (!mirror.holds(view, key)) {
        left.put(key, new ViewItem.Gone(offset, at));
      }
    }
    write(view, left);
  }

  /// What is gone as of some offset is gone as of a later one, so all get the last one's tombstone.
  /// One operation for each partition: Hazelcast would send all keys to each.
  private void bury(IMap<String, ViewEntry> map, List<String> gone, Bury bury) {
    Map<Integer, Set<String>> byPartition = new HashMap<>();
    for (String key : gone) {
      int partition = hazelcast.getPartitionService().getPartition(key).getPartitionId();
      byPartition.computeIfAbsent(partition, p -> new HashSet<>()).add(key);
    }
    List<CompletionStage<?>> writes = new ArrayList<>();
    byPartition.values().forEach(keys -> writes.add(map.submitToKeys(keys, bury)));
    writes.forEach(write -> write.toCompletableFuture().join());
  }
}

package dev.skiff.gateway.view;

import com.hazelcast.client.HazelcastClientOfflineException;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.view.Views;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How far the views reflect each cell's log, and waiting for them to get there.
public final class ViewOffsets implements AutoCloseable {
  private static final long AGAIN_MILLIS = 200;

  private final HazelcastInstance hazelcast;
  private final ConcurrentHashMap<String, Offset> offsets = new ConcurrentHashMap<>();
  private volatile @Nullable UUID listener;
  private volatile @Nullable Thread trying;

  /// Does not wait for a client that has not connected: it is listened to when it has.
  public ViewOffsets(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
    if (!listen()) {
      trying = Thread.ofVirtual().name("view-offsets").start(this::keepTrying);
    }
  }

  private boolean listen() {
    try {
      IMap<String, Long> map = hazelcast.getMap(Views.OFFSETS);
      listener = map.addEntryListener(new Moved(), true);
      map.forEach((cell, offset) -> of(cell).reached(offset));
      return true;
    } catch (HazelcastClientOfflineException e) {
      return false;
    }
  }

  private void keepTrying() {
    try {
      while (!listen()) {
        TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
      }
    } catch (InterruptedException | HazelcastInstanceNotActiveException e) {
      offsets.clear();
    }
  }

  /// The last offset that the views of a cell are known to reflect; -1 when nothing is known.
  public long of(CellId cell) {
    return of(cell.toString()).value();
  }

  /// Waits until the views of a cell reflect its log up to this offset.
  ///
  /// @return whether they do; false when the time was over first
  public boolean await(CellId cell, long offset, long nanos) throws InterruptedException {
    return of(cell.toString()).await(offset, nanos);
  }

  private Offset of(String cell) {
    return offsets.computeIfAbsent(cell, _ -> new Offset());
  }

  @Override
  public void close() {
    Thread thread = trying;
    if (thread != null) {
      thread.interrupt();
    }
    UUID known = listener;
    try {
      if (known != null) {
        hazelcast.getMap(Views.OFFSETS).removeEntryListener(known);
      }
    } catch (HazelcastInstanceNotActiveException | HazelcastClientOfflineException gone) {
      offsets.clear();
    }
  }

  private final class Moved
      implements EntryAddedListener<String, Long>, EntryUpdatedListener<String, Long> {
    @Override
    public void entryAdded(EntryEvent<String, Long> event) {
      of(event.getKey()).reached(event.getValue());
    }

    @Override
    public void entryUpdated(EntryEvent<String, Long> event) {
      of(event.getKey()).reached(event.getValue());
    }
  }

  private static final class Offset {
    private long value = -1;

    /// May go back: views that were dropped are built again.
    synchronized void reached(long offset) {
      value = offset;
      notifyAll();
    }

    synchronized long value() {
      return value;
    }

    synchronized boolean await(long offset, long nanos) throws InterruptedException {
      long giveUp = System.nanoTime() + nanos;
      while (value < offset) {
        long left = giveUp - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return true;
    }
  }
}

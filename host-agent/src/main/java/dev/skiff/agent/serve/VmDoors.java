package dev.skiff.agent.serve;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.contracts.VmId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where callers wait for VMs that are to come. Safe for concurrent use.
final class VmDoors {
  private static final int MOST_OVER = 4_096;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<VmId, Door> open = new HashMap<>();
  private final Map<VmId, VmRun> over =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<VmId, VmRun> eldest) {
          return size() > MOST_OVER;
        }
      };

  /// @param vm is null when the VM is over
  record Door(VmRun run, @Nullable MicroVm vm) {}

  /// Another placement of a VM is under way, so that what is over of it does not count.
  void expect(VmRun run) {
    lock.lock();
    try {
      VmRun ended = over.get(run.vm());
      if (ended != null && ended.incarnation() < run.incarnation()) {
        over.remove(run.vm());
      }
    } finally {
      lock.unlock();
    }
  }

  void open(VmRun run, MicroVm vm) {
    lock.lock();
    try {
      open.put(run.vm(), new Door(run, vm));
      over.remove(run.vm());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close(VmRun run) {
    lock.lock();
    try {
      Door known = open.get(run.vm());
      if (known != null && known.run().incarnation() > run.incarnation()) {
        return;
      }
      open.remove(run.vm());
      over.put(run.vm(), run);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The VM once it is up, or that it is over; null when neither comes in time.
  @Nullable Door await(VmId vm, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        Door door = open.get(vm);
        if (door != null) {
          return door;
        }
        VmRun ended = over.get(vm);
        if (ended != null) {
          return new Door(ended, null);
        }
        if (left <= 0) {
          return null;
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}

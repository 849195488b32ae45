package dev.skiff.gateway.tail;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Who waits for changes of which job or VM, over all cells. Safe for concurrent use.
public final class Watches {
  private final ConcurrentHashMap<String, Set<Watch>> byJob = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  /// Watches a job and all its VMs.
  public Watch job(JobId job) {
    return add(new Watch(this, job.value(), 0, Integer.MAX_VALUE));
  }

  /// Watches one VM, and its job as far as it concerns the VM.
  public Watch vm(VmId vm) {
    return add(new Watch(this, vm.job().value(), vm.index(), vm.index()));
  }

  public int count() {
    return count.get();
  }

  /// VMs `first` to `first + number - 1` of a job changed.
  void changed(JobId job, int first, int number, long offset) {
    Set<Watch> watches = byJob.get(job.value());
    if (watches != null) {
      for (Watch watch : watches) {
        if (watch.covers(first, first + number - 1)) {
          watch.changed(offset);
        }
      }
    }
  }

  /// Something about the whole job changed.
  void changed(JobId job, long offset) {
    changed(job, 0, Integer.MAX_VALUE, offset);
  }

  void remove(Watch watch) {
    byJob.computeIfPresent(
        watch.job(),
        (_, watches) -> {
          if (watches.remove(watch)) {
            count.decrementAndGet();
          }
          return watches.isEmpty() ? null : watches;
        });
  }

  private Watch add(Watch watch) {
    byJob.compute(
        watch.job(),
        (_, watches) -> {
          Set<Watch> all = watches == null ? ConcurrentHashMap.newKeySet() : watches;
          all.add(watch);
          return all;
        });
    count.incrementAndGet();
    return watch;
  }
}

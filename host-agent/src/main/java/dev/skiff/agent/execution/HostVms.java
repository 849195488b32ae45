package dev.skiff.agent.execution;

import dev.skiff.agent.core.AgentEffect;
import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.contracts.report.VmHold;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The VMs of this host that are being started or run, and the hands that carry effects out. Its
/// methods return at once; the work is done on virtual threads.
public final class HostVms implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostVms.class);
  private static final Duration FINISH_BOOTS = Duration.ofSeconds(15);
  private static final Duration LET_GO = Duration.ofSeconds(5);

  private final Workshop workshop;
  private final Map<VmRun, RunTask> tasks = new ConcurrentHashMap<>();

  /// Notes and removals, in order. No more of them wait than there are runs.
  private final ExecutorService chores =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("vm-chores").factory());

  public HostVms(Workshop workshop) {
    this.workshop = workshop;
  }

  public void boot(AgentEffect.Boot order) {
    task(order.run()).boot(order);
  }

  public void adopt(VmRun run, MicroVm vm) {
    task(run).adopt(vm);
  }

  private RunTask task(VmRun run) {
    RunTask task = new RunTask(run, workshop, () -> tasks.remove(run));
    if (tasks.putIfAbsent(run, task) != null) {
      throw new IllegalStateException(run + " is here already");
    }
    return task;
  }

  /// @param grace zero cuts the power
  public void end(VmRun run, Duration grace) {
    RunTask task = tasks.get(run);
    if (task != null) {
      Thread.ofVirtual().name("end-" + run).start(() -> task.end(grace));
    }
  }

  /// Ends it because the host's lease is over.
  public void expire(VmRun run) {
    RunTask task = tasks.get(run);
    if (task != null) {
      Thread.ofVirtual().name("expire-" + run).start(task::expire);
    }
  }

  public void hold(VmRun run, VmHold hold) {
    RunTask task = tasks.get(run);
    if (task != null) {
      task.hold(hold);
    }
  }

  /// Not among the chores: a lease must not wait for the removal of a directory.
  public void renewLease(long endsAt) {
    workshop.lease().renew(endsAt);
    Thread.ofVirtual()
        .name("lease")
        .start(() -> {
          try {
            workshop.lease().write();
          } catch (IOException e) {
            LOG.warn("{}: could not be renewed: {}", workshop.lease().path(), e.getMessage());
          }
        });
  }

  public void markReported(VmRun run) {
    chore(run, () -> workshop.notes().markReported(run));
  }

  public void forget(VmRun run) {
    chore(run, () -> workshop.notes().forget(run));
  }

  private void chore(VmRun run, Chore chore) {
    chores.execute(() -> {
      try {
        chore.run();
      } catch (IOException | RuntimeException e) {
        LOG.warn("{}: {}", run, e.toString());
      }
    });
  }

  /// The VM of a run that is up.
  public Optional<MicroVm> vm(VmRun run) {
    RunTask task = tasks.get(run);
    return task == null ? Optional.empty() : Optional.ofNullable(task.vm());
  }

  public VmDirectory directory(VmRun run) {
    return workshop.notes().directory(run);
  }

  /// Runs that are being started or run.
  public int size() {
    return tasks.size();
  }

  /// Ends all VMs, and waits for that.
  public void endAll(Duration grace) throws InterruptedException {
    List<RunTask> all = List.copyOf(tasks.values());
    all.forEach(task -> task.end(grace));
    long deadline = System.nanoTime() + grace.plus(FINISH_BOOTS).toNanos();
    for (RunTask task : all) {
      task.join(left(deadline));
    }
  }

  /// Lets go of all VMs without touching them. Boots under way are given a moment to succeed: a VM
  /// that is up can be adopted, half a boot cannot.
  @Override
  public void close() {
    try {
      long deadline = System.nanoTime() + FINISH_BOOTS.toNanos();
      while (System.nanoTime() < deadline && tasks.values().stream().anyMatch(RunTask::hasBegun)) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      tasks.values().forEach(RunTask::letGo);
      long patience = System.nanoTime() + LET_GO.toNanos();
      for (RunTask task : List.copyOf(tasks.values())) {
        task.join(left(patience));
      }
      chores.shutdown();
      chores.awaitTermination(LET_GO.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }

  @FunctionalInterface
  private interface Chore {
    void run() throws IOException;
  }
}

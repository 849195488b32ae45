package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.snapshot.Snapshot;
import dev.skiff.agent.vmm.snapshot.SnapshotKey;
import dev.skiff.agent.vmm.snapshot.SnapshotStore;
import dev.skiff.contracts.spec.Serve;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts VMs that serve: from a snapshot, which the first of its kind has made, and from the
/// kernel on where that does not work.
final class ServingBoots {
  private static final Logger LOG = LoggerFactory.getLogger(ServingBoots.class);

  /// A host that cannot save a machine, as when its disk is full, boots twice for nothing.
  private static final Duration NO_SAVING = Duration.ofMinutes(1);

  private static final String CALLED_OFF = "template-called-off";

  private final QemuLauncher launcher;
  private final ColdBoot boots;
  private final SnapshotStore store;
  private final TemplateMaker maker;
  private final Cloner cloner;
  private final AtomicLong failures = new AtomicLong();
  private final ConcurrentHashMap<String, CompletableFuture<Snapshot>> underWay =
      new ConcurrentHashMap<>();
  private volatile long saveAgainNanos = System.nanoTime();

  private record Found(Snapshot snapshot, boolean before) {}

  ServingBoots(QemuLauncher launcher, ColdBoot boots, SnapshotStore store) {
    this.launcher = launcher;
    this.boots = boots;
    this.store = store;
    this.maker = new TemplateMaker(boots, store);
    this.cloner = new Cloner(launcher);
  }

  /// How often a VM could not go on from a snapshot.
  long failures() {
    return failures.get();
  }

  /// Whether a VM like this goes on from a snapshot that is there or being made.
  boolean isCheap(BootSpec spec, Serve serve) {
    try {
      SnapshotKey key = key(spec, serve);
      return store.holds(key) || underWay.containsKey(key.hash());
    } catch (IOException e) {
      return false;
    }
  }

  MicroVm boot(VmDirectory directory, BootSpec spec, Serve serve)
      throws VmmException, InterruptedException {
    Optional<Found> found =
        store.isEnabled() ? find(directory, spec, serve) : Optional.<Found>empty();
    if (found.isPresent()) {
      Snapshot snapshot = found.get().snapshot();
      try {
        return cloner.start(snapshot, directory, spec, found.get().before());
      } catch (VmmException e) {
        failures.incrementAndGet();
        LOG.warn(
            "{}: cannot go on from the snapshot of {}, which is deleted: {}",
            directory.path(),
            serve.snapshot(),
            e.getMessage());
        store.remove(snapshot);
        forgetLogs(directory);
      }
    }
    return cold(directory, spec, serve);
  }

  private static void forgetLogs(VmDirectory directory) throws VmmException {
    try {
      Snapshot.forgetLogs(directory);
    } catch (IOException e) {
      throw VmmException.of(e, "boot-failed", "making room for the VM's log");
    }
  }

  private MicroVm cold(VmDirectory directory, BootSpec spec, Serve serve)
      throws VmmException, InterruptedException {
    QemuMicroVm vm = boots.boot(directory, spec, null);
    boolean ready = false;
    try {
      Readiness.await(vm, serve);
      ready = true;
      return vm;
    } finally {
      if (!ready) {
        vm.detach();
        VmDirectories.killVmm(directory);
      }
    }
  }

  /// Empty when no snapshot can be made here now.
  private Optional<Found> find(VmDirectory directory, BootSpec spec, Serve serve)
      throws VmmException, InterruptedException {
    SnapshotKey key;
    try {
      key = key(spec, serve);
    } catch (IOException e) {
      throw VmmException.of(e, "boot-failed", "looking at what the VM is made of");
    }
    while (true) {
      try {
        return findOnce(key, directory, spec, serve);
      } catch (VmmException e) {
        if (e.code().equals(TemplateMaker.FAILED)) {
          LOG.warn("{}: boots without a snapshot: {}", directory.path(), e.getMessage());
          return Optional.empty();
        }
        if (!e.code().equals(CALLED_OFF)) {
          throw e;
        }
      }
    }
  }

  private Optional<Found> findOnce(
      SnapshotKey key, VmDirectory directory, BootSpec spec, Serve serve)
      throws VmmException, InterruptedException {
    Optional<Snapshot> held = store.use(key);
    if (held.isPresent()) {
      return held.map(snapshot -> new Found(snapshot, true));
    }
    CompletableFuture<Snapshot> mine = new CompletableFuture<>();
    CompletableFuture<Snapshot> making = underWay.putIfAbsent(key.hash(), mine);
    if (making != null) {
      return Optional.of(new Found(await(making), true));
    }
    try {
      // Another may have finished between the look and the claim.
      Optional<Snapshot> finished = store.use(key);
      if (finished.isEmpty() && System.nanoTime() - saveAgainNanos < 0) {
        throw new VmmException(TemplateMaker.FAILED, "saving failed a moment ago");
      }
      Snapshot snapshot =
          finished.isPresent() ? finished.get() : maker.make(key, spec, serve, directory);
      mine.complete(snapshot);
      return Optional.of(new Found(snapshot, finished.isPresent()));
    } catch (VmmException e) {
      if (e.code().equals(TemplateMaker.FAILED)) {
        saveAgainNanos = System.nanoTime() + NO_SAVING.toNanos();
      }
      mine.completeExceptionally(e);
      throw e;
    } finally {
      mine.completeExceptionally(
          new VmmException(CALLED_OFF, "whoever made the snapshot was called off"));
      underWay.remove(key.hash(), mine);
    }
  }

  private static Snapshot await(CompletableFuture<Snapshot> making)
      throws VmmException, InterruptedException {
    try {
      return making.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VmmException problem) {
        throw new VmmException(problem.code(), String.valueOf(problem.getMessage()), problem);
      }
      throw new VmmException("boot-failed", String.valueOf(e.getMessage()), e);
    }
  }

  private SnapshotKey key(BootSpec spec, Serve serve) throws IOException {
    return SnapshotKey.of(
        spec,
        serve,
        List.of(launcher.assets().kernel(), launcher.assets().initramfs(), spec.rootfs()),
        List.of(
            launcher.binary(), launcher.version(), launcher.accelerator().name(), HostCpu.model()));
  }
}

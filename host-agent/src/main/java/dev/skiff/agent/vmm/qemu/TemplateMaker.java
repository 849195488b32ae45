package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.snapshot.Snapshot;
import dev.skiff.agent.vmm.snapshot.SnapshotKey;
import dev.skiff.agent.vmm.snapshot.SnapshotStore;
import dev.skiff.contracts.spec.Serve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Boots a machine in the snapshot's own folder, gets it ready, and saves it.
final class TemplateMaker {
  /// The code of a failure that is the saving's and not the machine's.
  static final String FAILED = "snapshot-failed";

  private static final Logger LOG = LoggerFactory.getLogger(TemplateMaker.class);
  private static final Duration FREEZE_PATIENCE = Duration.ofSeconds(10);
  private static final String HOSTNAME = "template";

  private final ColdBoot boots;
  private final SnapshotStore store;

  TemplateMaker(ColdBoot boots, SnapshotStore store) {
    this.boots = boots;
    this.store = store;
  }

  /// @param asking the VM for which it is made, which keeps the logs when that fails
  /// @throws VmmException as a boot does, or [#FAILED] when the machine is ready and cannot be
  ///   saved
  Snapshot make(SnapshotKey key, BootSpec spec, Serve serve, VmDirectory asking)
      throws VmmException, InterruptedException {
    VmDirectory place;
    try {
      place = store.prepare(key);
    } catch (IOException e) {
      throw VmmException.of(e, FAILED, "making room for a snapshot");
    }
    boolean made = false;
    try {
      String token = bootAndSave(spec.named(HOSTNAME), serve, place);
      Snapshot snapshot = store.keep(key, place, token);
      made = true;
      LOG.info("{} is ready in {}", key.word(), place.path());
      return snapshot;
    } catch (IOException e) {
      throw new VmmException(FAILED, "keeping the snapshot: " + e.getMessage(), e);
    } finally {
      if (!made) {
        leave(place, asking);
      }
    }
  }

  private String bootAndSave(BootSpec spec, Serve serve, VmDirectory place)
      throws VmmException, InterruptedException {
    QemuMicroVm vm = boots.boot(place, spec, Snapshot.memory(place.path()));
    try {
      Readiness.await(vm, serve);
      save(vm, place);
      return vm.note().token();
    } finally {
      vm.detach();
      VmDirectories.killVmm(place);
    }
  }

  private static void save(QemuMicroVm vm, VmDirectory place)
      throws VmmException, InterruptedException {
    try {
      vm.session().freeze(FREEZE_PATIENCE);
      Migration.save(vm, Snapshot.device(place.path()));
    } catch (VmmException e) {
      throw new VmmException(FAILED, "saving the machine: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new VmmException(FAILED, "saving the machine: " + e.getMessage(), e);
    }
  }

  /// Whoever asks why finds what the machine printed with the VM that it was made for.
  private static void leave(VmDirectory place, VmDirectory asking) {
    try {
      Path output = place.outputLog();
      List<Path> logs =
          List.of(output, output.resolveSibling(output.getFileName() + ".1"), place.console());
      for (Path log : logs) {
        if (Files.exists(log)) {
          Files.move(
              log,
              asking.path().resolve(log.getFileName().toString()),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
      VmDirectories.remove(place);
    } catch (IOException e) {
      LOG.warn("{}: could not be removed: {}", place.path(), e.getMessage());
    }
  }
}

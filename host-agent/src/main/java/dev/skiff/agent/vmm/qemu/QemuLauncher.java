package dev.skiff.agent.vmm.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.agent.vmm.LeaseWatchdog;
import dev.skiff.agent.vmm.OutputLog;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.ProcessIdentity;
import dev.skiff.agent.vmm.SocketPath;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.VmmNote;
import dev.skiff.agent.vmm.kernel.GuestAssets;
import dev.skiff.agent.vmm.qemu.QemuCommand.Accelerator;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts QEMU processes and gets hold of running ones.
///
/// @param binary QEMU's program
/// @param version as it says itself
record QemuLauncher(
    String binary,
    String version,
    Accelerator accelerator,
    GuestAssets assets,
    OutputLogs logs,
    InstantSource clock,
    LeaseWatchdog watchdog) {
  static final Duration QMP_PATIENCE = Duration.ofSeconds(10);

  /// Spawns QEMU and gets hold of it; to be told to listen to its guest. Whoever calls ends it when
  /// that fails.
  ///
  /// @param note written before and, with the process, after the spawn
  /// @param leaseFile null for a VM that is not exclusive
  QemuMicroVm launch(
      VmDirectory directory,
      VmmNote note,
      QemuCommand command,
      @Nullable Path leaseFile,
      long deadline)
      throws VmmException, IOException, InterruptedException {
    note.write(directory);
    long spawned = now();
    ProcessIdentity process =
        QemuProcess.spawn(command, leaseFile == null ? List.of() : watchdog.before(leaseFile));
    VmmNote complete = note.of(process);
    complete.write(directory);
    return attach(directory, complete, process, spawned, deadline);
  }

  /// @param spawned 0 for a VM of an earlier agent
  QemuMicroVm attach(
      VmDirectory directory, VmmNote note, ProcessIdentity process, long spawned, long deadline)
      throws VmmException, IOException, InterruptedException {
    Path folder = directory.path().toAbsolutePath().normalize();
    SocketChannel guest = QemuProcess.connect(folder, QemuCommand.GUEST_SOCKET, process, deadline);
    OutputLog log = logs.write(directory);
    QemuMicroVm vm = new QemuMicroVm(directory, note, process, guest, log, clock);
    boolean attached = false;
    try {
      vm.start(
          spawned,
          ConsoleDrain.open(
              SocketPath.of(folder, QemuCommand.CONSOLE_SOCKET), directory.console()));
      QmpConnection qmp =
          QmpConnection.open(
              SocketPath.of(folder, QemuCommand.QMP_SOCKET), vm::onQmpEvent, QMP_PATIENCE);
      vm.use(qmp);
      if (spawned == 0) {
        vm.adopted(status(qmp));
      }
      attached = true;
      return vm;
    } catch (IOException e) {
      if (!process.alive()) {
        throw new VmmException("boot-failed", QemuProcess.diedEarly(folder), e);
      }
      throw e;
    } finally {
      if (!attached) {
        vm.detach();
      }
    }
  }

  /// What QEMU says that it does: `running`, `paused`, `io-error`, ...
  private static String status(QmpConnection qmp) throws VmmException, InterruptedException {
    JsonNode status = qmp.execute("query-status", Map.of(), QMP_PATIENCE);
    return status.path("status").asText();
  }

  /// Microseconds since the epoch.
  long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}

package dev.skiff.agent.vmm.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.agent.guest.GuestSession;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.LeaseWatchdog;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputLog;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.ProcessIdentity;
import dev.skiff.agent.vmm.SocketPath;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmDriver;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.VmmNote;
import dev.skiff.agent.vmm.kernel.GuestAssets;
import dev.skiff.agent.vmm.qemu.QemuCommand.Accelerator;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs microVMs as QEMU processes on the microvm machine. See DESIGN.md of this package.
public final class QemuDriver implements VmmDriver {
  private static final Logger LOG = LoggerFactory.getLogger(QemuDriver.class);
  private static final Duration QMP_PATIENCE = Duration.ofSeconds(10);
  private static final long ATTACH_AGAIN_MILLIS = 200;
  private static final int BOOT_ATTEMPTS = 2;

  /// With less, Debian's kernel does not come up.
  static final int MIN_MEMORY_MIB = 80;

  private final String binary;
  private final Accelerator accelerator;
  private final GuestAssets assets;
  private final OutputLogs logs;
  private final InstantSource clock;
  private final Duration bootDeadline;
  private final LeaseWatchdog watchdog;

  QemuDriver(
      String binary,
      Accelerator accelerator,
      GuestAssets assets,
      OutputLogs logs,
      InstantSource clock,
      Duration bootDeadline,
      LeaseWatchdog watchdog) {
    this.binary = binary;
    this.accelerator = accelerator;
    this.assets = assets;
    this.logs = logs;
    this.clock = clock;
    this.bootDeadline = bootDeadline;
    this.watchdog = watchdog;
  }

  @Override
  public String name() {
    return accelerator.driverName();
  }

  @Override
  public MicroVm boot(VmDirectory directory, BootSpec spec)
      throws VmmException, InterruptedException {
    if (spec.memoryMib() < MIN_MEMORY_MIB) {
      throw new VmmException(
          "memory-too-small",
          "memory: %d MiB (expected: >= %d MiB for a guest's kernel)"
              .formatted(spec.memoryMib(), MIN_MEMORY_MIB));
    }
    if (!Files.isReadable(spec.rootfs())) {
      throw new VmmException("image-missing", "no image at " + spec.rootfs());
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return bootOnce(directory, spec);
      } catch (TimeoutException e) {
        String text =
            "the guest did not start its command within %d s".formatted(bootDeadline.toSeconds());
        if (attempt == BOOT_ATTEMPTS) {
          throw new VmmException("boot-timeout", text + ", twice; see its console", e);
        }
        LOG.warn("{}: {}; trying once more", directory.path(), text);
      }
    }
  }

  private MicroVm bootOnce(VmDirectory directory, BootSpec spec)
      throws VmmException, InterruptedException, TimeoutException {
    Path folder = directory.path().toAbsolutePath().normalize();
    String token = GuestSession.newToken();
    boolean booted = false;
    try {
      new VmmNote(name(), null, token, spec.stdin()).write(directory);
      QemuCommand command =
          new QemuCommand(
              binary,
              accelerator,
              assets,
              folder,
              spec.rootfs().toAbsolutePath(),
              OverlayDisk.create(folder, spec.diskMib()),
              Math.max(1, (spec.milliCpus() + 999) / 1000),
              spec.memoryMib(),
              token,
              HostCpu.tscKiloHertz());
      long deadline = System.nanoTime() + bootDeadline.toNanos();
      long spawned = now();
      List<String> before =
          spec.leaseFile() == null ? List.of() : watchdog.before(spec.leaseFile());
      ProcessIdentity process = QemuProcess.spawn(command, before);
      VmmNote note = new VmmNote(name(), process, token, spec.stdin());
      note.write(directory);
      QemuMicroVm vm = attach(directory, note, process, spawned, deadline);
      vm.session().configure(spec, now());
      booted = await(vm, deadline);
      return vm;
    } catch (IOException e) {
      throw VmmException.of(e, "boot-failed", "starting the VM");
    } finally {
      if (!booted) {
        VmDirectories.killVmm(directory);
      }
    }
  }

  private static boolean await(QemuMicroVm vm, long deadline)
      throws VmmException, InterruptedException, TimeoutException {
    boolean started = false;
    try {
      vm.awaitStarted(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      started = true;
      return true;
    } finally {
      if (!started) {
        vm.detach();
      }
    }
  }

  private QemuMicroVm attach(
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

  @Override
  public Optional<MicroVm> adopt(VmDirectory directory) throws VmmException, InterruptedException {
    try {
      Optional<VmmNote> noted = VmmNote.read(directory);
      Optional<ProcessIdentity> process = VmDirectories.vmm(directory);
      if (noted.isEmpty() || process.isEmpty()) {
        rememberEnd(directory);
        return Optional.empty();
      }
      return Optional.of(takeOver(directory, noted.get(), process.get()));
    } catch (IOException e) {
      throw VmmException.of(e, "adopt-failed", "taking over " + directory.path());
    }
  }

  /// Tries for a while: QEMU serves one client a socket, and may still be taking leave of an agent
  /// that was killed a moment ago.
  private MicroVm takeOver(VmDirectory directory, VmmNote note, ProcessIdentity process)
      throws VmmException, IOException, InterruptedException {
    long deadline = System.nanoTime() + QMP_PATIENCE.toNanos();
    while (true) {
      try {
        return attach(directory, note, process, 0, deadline);
      } catch (VmmException | IOException e) {
        if (!process.alive() || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(ATTACH_AGAIN_MILLIS);
      }
    }
  }

  private void rememberEnd(VmDirectory directory) throws IOException {
    if (VmDirectories.exit(directory).isPresent()) {
      return;
    }
    VmExit how = Ending.unannounced(directory, null, now());
    VmmNote.writeExit(directory, how);
    try (OutputLog log = logs.write(directory)) {
      log.end();
    }
  }

  /// What QEMU says that it does: `running`, `paused`, `io-error`, ...
  private static String status(QmpConnection qmp) throws VmmException, InterruptedException {
    JsonNode status = qmp.execute("query-status", Map.of(), QMP_PATIENCE);
    return status.path("status").asText();
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}

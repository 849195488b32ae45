package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.LeaseWatchdog;
import dev.skiff.agent.vmm.ProcessIdentity;
import dev.skiff.agent.vmm.SocketPath;
import dev.skiff.agent.vmm.VmmException;
import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Starts QEMU so that it outlives this process: in a session of its own, its output in `qemu.log`,
/// no descriptor inherited.
final class QemuProcess {
  private static final String LOG = "qemu.log";
  private static final long CONNECT_POLL_NANOS = Duration.ofMillis(3).toNanos();

  private QemuProcess() {}

  /// @param before what becomes QEMU, such as a watchdog with its arguments; empty for nothing
  static ProcessIdentity spawn(QemuCommand command, List<String> before) throws VmmException {
    List<String> arguments = new ArrayList<>();
    arguments.add("setsid");
    arguments.addAll(before);
    arguments.addAll(command.arguments());
    File log = command.folder().resolve(LOG).toFile();
    try {
      removeOld(command.folder());
      Process process =
          new ProcessBuilder(arguments)
              .directory(command.folder().toFile())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(log)
              .redirectError(log)
              .start();
      return ProcessIdentity.of(process.pid())
          .orElseThrow(() -> new VmmException("boot-failed", diedEarly(command.folder())));
    } catch (IOException e) {
      throw VmmException.of(e, "boot-failed", "starting QEMU");
    }
  }

  private static void removeOld(Path folder) throws IOException {
    for (String name :
        List.of(
            QemuCommand.GUEST_SOCKET,
            QemuCommand.QMP_SOCKET,
            QemuCommand.CONSOLE_SOCKET,
            LeaseWatchdog.ENDED)) {
      Files.deleteIfExists(folder.resolve(name));
    }
  }

  /// Connects to a socket that QEMU makes as it starts.
  static SocketChannel connect(Path folder, String socket, ProcessIdentity qemu, long deadlineNanos)
      throws VmmException, IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(SocketPath.of(folder, socket));
    while (true) {
      try {
        return SocketChannel.open(address);
      } catch (IOException e) {
        if (!qemu.alive()) {
          throw new VmmException("boot-failed", diedEarly(folder), e);
        }
        if (System.nanoTime() > deadlineNanos) {
          throw new VmmException("boot-timeout", "QEMU opened no socket in time", e);
        }
        LockSupport.parkNanos(CONNECT_POLL_NANOS);
      }
    }
  }

  /// Why, by the first line of what QEMU said.
  static String diedEarly(Path folder) {
    return ConsoleDrain.tail(folder.resolve(LOG))
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .map(line -> "QEMU ended as it started: " + line.strip())
        .orElse("QEMU ended as it started");
  }
}

package dev.skiff.agent.vmm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks after the directories of VMs: what is in them, whose VMM lives, and their removal, also
/// after a crash of the agent.
public final class VmDirectories {
  /// Where a VMM that writes one leaves its process number, before the agent has noted it.
  public static final String PID_FILE = "vmm.pid";

  private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);

  private VmDirectories() {}

  /// All directories under `<data>/vms`, in the order of their names.
  public static List<VmDirectory> list(Path vmsFolder) throws IOException {
    List<VmDirectory> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(vmsFolder, Files::isDirectory)) {
      for (Path entry : entries) {
        found.add(new VmDirectory(entry));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    found.sort((a, b) -> a.path().compareTo(b.path()));
    return found;
  }

  /// Those whose VMM is dead.
  public static List<VmDirectory> leftovers(Path vmsFolder) throws IOException {
    return list(vmsFolder).stream().filter(directory -> !vmmAlive(directory)).toList();
  }

  public static boolean vmmAlive(VmDirectory directory) {
    return vmm(directory).isPresent();
  }

  /// How the VM ended, if a driver saw it or could tell afterwards.
  public static Optional<VmExit> exit(VmDirectory directory) {
    try {
      return VmmNote.readExit(directory);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The live VMM process of this directory: the noted one, or the one that an agent started and
  /// died before noting.
  public static Optional<ProcessIdentity> vmm(VmDirectory directory) {
    ProcessIdentity noted = noted(directory);
    return noted != null
        ? Optional.of(noted).filter(ProcessIdentity::alive)
        : fromPidFile(directory);
  }

  private static @Nullable ProcessIdentity noted(VmDirectory directory) {
    try {
      return VmmNote.read(directory).map(VmmNote::process).orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  private static Optional<ProcessIdentity> fromPidFile(VmDirectory directory) {
    try {
      Path file = directory.path().resolve(PID_FILE);
      long pid = Long.parseLong(Files.readString(file).trim());
      String commandLine =
          Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
      String own = file.toAbsolutePath().toString();
      return commandLine.contains(own) ? ProcessIdentity.of(pid) : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Ends a VMM that nobody has adopted, and waits for that, at most 5 s.
  public static void killVmm(VmDirectory directory) {
    Optional<ProcessIdentity> vmm = vmm(directory);
    if (vmm.isEmpty()) {
      return;
    }
    vmm.get().kill();
    long deadline = System.nanoTime() + KILL_PATIENCE.toNanos();
    while (vmm.get().alive() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  /// Nothing listens in this directory any more.
  public static void forgetSockets(VmDirectory directory) throws IOException {
    SocketPath.forget(directory.path());
  }

  /// Ends a VMM that is left there, and deletes the directory with everything in it.
  public static void remove(VmDirectory directory) throws IOException {
    killVmm(directory);
    SocketPath.forget(directory.path());
    if (!Files.exists(directory.path())) {
      return;
    }
    Files.walkFileTree(
        directory.path(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

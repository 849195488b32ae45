package dev.skiff.agent.vmm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

/// The watchdog of exclusive VMs: a tiny program (`host-agent/watchdog/`) that becomes the VMM and
/// leaves a process beside it, which kills the VMM when the host's lease has ended, agent or no
/// agent.
public final class LeaseWatchdog {
  /// The failure of a VM that was ended so, and the file that the watchdog leaves in its directory.
  public static final String ENDED = "lease-ended";

  public static final String WHY =
      "the host's lease for exclusive VMs ended: it was cut off from its cell for too long";

  private static final String RESOURCE = "/dev/skiff/lease/skiff-lease";
  private static final String OWNER_RUNS_IT = "rwx------";

  private final Path program;

  private LeaseWatchdog(Path program) {
    this.program = program;
  }

  /// Puts the program into a folder from which it can be run.
  ///
  /// @throws VmmException `watchdog-missing` when it is not in this build, or `disk-full`
  public static LeaseWatchdog install(Path folder) throws VmmException {
    Path program = folder.toAbsolutePath().normalize().resolve("skiff-lease");
    try (InputStream resource = LeaseWatchdog.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new VmmException(
            "watchdog-missing",
            "the watchdog of exclusive VMs is not in this build; build host-agent with Maven");
      }
      byte[] contents = resource.readAllBytes();
      if (!Files.exists(program) || !Arrays.equals(Files.readAllBytes(program), contents)) {
        put(contents, program);
      }
      return new LeaseWatchdog(program);
    } catch (IOException e) {
      throw VmmException.of(e, "watchdog-missing", "installing the watchdog of exclusive VMs");
    }
  }

  private static void put(byte[] contents, Path program) throws IOException {
    Path folder = Files.createDirectories(program.resolveSibling("."));
    Path fresh =
        Files.createTempFile(
            folder,
            "skiff-lease",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_RUNS_IT)));
    try {
      Files.write(fresh, contents);
      Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /// What to put before a VMM's command line. Its working directory must be the VM's.
  public List<String> before(Path leaseFile) {
    return List.of(program.toString(), leaseFile.toString());
  }
}

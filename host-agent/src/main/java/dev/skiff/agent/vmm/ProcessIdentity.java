package dev.skiff.agent.vmm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A process of this host that cannot be mistaken for a later one with the same number.
///
/// @param pid its number
/// @param startTicks when it started, in clock ticks since the host booted (proc(5), field 22)
/// @param hostBoot the host kernel's id of this boot
public record ProcessIdentity(long pid, long startTicks, String hostBoot) {
  /// The process that has this number now.
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      long ticks =
          startTicks(
              Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1));
      return ticks < 0
          ? Optional.empty()
          : Optional.of(new ProcessIdentity(pid, ticks, hostBootId()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Whether it still runs (a zombie does not).
  public boolean alive() {
    return of(pid).map(this::equals).orElse(false);
  }

  /// Ends it with SIGKILL if it still runs.
  public void kill() {
    if (alive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  public static String hostBootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
  }

  /// The program's name, second in the line, may hold anything; what follows its last `)` is plain.
  static long startTicks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", 0);
    return fields.length < 20 || fields[0].equals("Z") ? -1 : Long.parseLong(fields[19]);
  }
}

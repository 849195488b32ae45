package dev.skiff.agent.journal;

import dev.skiff.agent.vmm.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// How long the host may run exclusive VMs, where their watchdogs read it: one line with the end of
/// the lease, in microseconds of the host's uptime, and the host's boot that this is the uptime of.
/// Not durable: an uptime means nothing after a power cut. Safe for concurrent use.
public final class LeaseFile {
  private final Path path;
  private long endsAt;
  private long written = -1;

  LeaseFile(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  public Path path() {
    return path;
  }

  /// The end of the lease that an earlier agent left; 0 for none.
  public synchronized long read() throws IOException {
    try {
      String[] words = Files.readString(path).strip().split(" ", 0);
      if (words.length == 2 && words[1].equals(ProcessIdentity.hostBootId())) {
        endsAt = Math.max(endsAt, Long.parseLong(words[0]));
      }
    } catch (NoSuchFileException | NumberFormatException e) {
      return endsAt;
    }
    return endsAt;
  }

  /// Remembers a later end, for [#write] to write.
  public synchronized void renew(long newEndsAt) {
    endsAt = Math.max(endsAt, newEndsAt);
  }

  /// Lets the watchdogs know of the newest end, unless they can already. A watchdog that reads
  /// meanwhile finds the last one whole.
  public synchronized void write() throws IOException {
    if (written != endsAt) {
      AtomicFile.write(path, endsAt + " " + ProcessIdentity.hostBootId() + "\n", false);
      written = endsAt;
    }
  }
}

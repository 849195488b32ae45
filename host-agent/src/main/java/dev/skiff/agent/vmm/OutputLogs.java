package dev.skiff.agent.vmm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The output logs of all VMs of this host: where writers and their followers find each other. Safe
/// for concurrent use.
public final class OutputLogs {
  public static final long DEFAULT_LIMIT_BYTES = 8L << 20;

  private final long limitBytes;
  private final InstantSource clock;
  private final ConcurrentHashMap<Path, OutputLog> open = new ConcurrentHashMap<>();

  /// @param limitBytes what one VM's log may take on disk, at least 64 KiB
  public OutputLogs(long limitBytes, InstantSource clock) {
    if (limitBytes < 1 << 16) {
      throw new IllegalArgumentException(
          "limitBytes: " + limitBytes + " (expected: >= " + (1 << 16) + ")");
    }
    this.limitBytes = limitBytes;
    this.clock = clock;
  }

  /// Opens a VM's log for writing where its last writer stopped. One writer at a time.
  public OutputLog write(VmDirectory directory) throws IOException {
    Path path = directory.outputLog().toAbsolutePath().normalize();
    OutputLog log = new OutputLog(path, limitBytes / 2, clock, closed -> open.remove(path, closed));
    if (open.putIfAbsent(path, log) != null) {
      log.abandon();
      throw new IOException(path + ": somebody writes this log already");
    }
    return log;
  }

  /// Opens a VM's log for reading; the log need not exist yet.
  public OutputLogReader read(VmDirectory directory, OutputStart start) throws IOException {
    return new OutputLogReader(this, directory.outputLog().toAbsolutePath().normalize(), start);
  }

  @Nullable OutputLog writer(Path path) {
    return open.get(path);
  }
}

package dev.skiff.loadtests.client;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Manifests of jobs as a user would write them, already encoded.
public final class Manifests {
  private Manifests() {}

  /// A job.
  ///
  /// @param size of each VM
  /// @param command what the simulated VMs play, `sleep 5` or `sleep infinity`
  /// @param ttlSeconds the job is removed so long after its end; null keeps it
  public static Buffer job(int count, Size size, String command, @Nullable Integer ttlSeconds) {
    String words = '"' + String.join("\",\"", command.split(" ", -1)) + '"';
    return Buffer.buffer(
        String.format(
            Locale.ROOT,
            """
            {"kind":"Job","spec":{"count":%d,%s"vm":{"image":"skiff/busybox",\
            "command":[%s],"cpus":"%s","memory":"%s"}}}\
            """,
            count,
            ttlSeconds == null ? "" : "\"ttlSecondsAfterFinished\":" + ttlSeconds + ",",
            words,
            size.cpus,
            size.memory));
  }

  /// How large a VM is.
  public enum Size {
    /// 400 of these fill a host's slots, and nothing else of it.
    TINY("0.1", "128MiB"),
    /// 64 of these fill a host.
    SMALL("1", "4GiB");

    private final String cpus;
    private final String memory;

    Size(String cpus, String memory) {
      this.cpus = cpus;
      this.memory = memory;
    }
  }
}

package dev.skiff.loadtests.client;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Manifests of jobs as a user would write them, already encoded.
public final class Manifests {
  private Manifests() {}

  /// A job of VMs of a tenth of a CPU and 128 MiB each.
  ///
  /// @param command what the simulated VMs play, `sleep 5` or `sleep infinity`
  /// @param ttlSeconds the job is removed so long after its end; null keeps it
  public static Buffer job(int count, String command, @Nullable Integer ttlSeconds) {
    String words = '"' + String.join("\",\"", command.split(" ", -1)) + '"';
    return Buffer.buffer(
        String.format(
            Locale.ROOT,
            """
            {"kind":"Job","spec":{"count":%d,%s"vm":{"image":"skiff/busybox",\
            "command":[%s],"cpus":"0.1","memory":"128MiB"}}}\
            """,
            count,
            ttlSeconds == null ? "" : "\"ttlSecondsAfterFinished\":" + ttlSeconds + ",",
            words));
  }
}

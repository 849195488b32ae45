package dev.skiff.agent.http;

import dev.skiff.agent.vmm.OutputChunk;
import io.vertx.core.buffer.Buffer;

/// How a log looks on the wire.
sealed interface LogFormat permits NdjsonLog, PlainLog {
  String contentType();

  Buffer chunk(OutputChunk chunk);

  /// The VM is over and everything was sent.
  Buffer end();

  /// Nothing happens; empty where the format has no way to say so.
  Buffer keepAlive();
}

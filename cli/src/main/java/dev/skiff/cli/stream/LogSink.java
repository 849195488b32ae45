package dev.skiff.cli.stream;

/// Takes the chunks of a log, in order.
interface LogSink {
  void accept(LogChunk chunk);
}

package dev.skiff.agent.vmm;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// Keeps the chunks that hold the last so many lines of what it is given, in order; standard output
/// and error count together. A line without its newline at the end counts as one.
final class LastLines {
  private final int lines;
  private final ArrayDeque<OutputChunk> kept = new ArrayDeque<>();
  private long newlines;
  private boolean openLine;

  LastLines(int lines) {
    this.lines = lines;
  }

  void add(OutputChunk chunk) {
    kept.add(chunk);
    if (isOutput(chunk)) {
      newlines += newlines(chunk.data());
      openLine = chunk.data()[chunk.data().length - 1] != '\n';
    }
    for (OutputChunk first = kept.peek();
        first != null && first.kind() != OutputKind.END && excess() > newlines(first);
        first = kept.peek()) {
      newlines -= newlines(first);
      kept.remove();
    }
  }

  /// What is left once the first chunk is cut at a line's beginning.
  Deque<OutputChunk> chunks() {
    OutputChunk first = kept.poll();
    if (first == null || excess() <= 0) {
      if (first != null) {
        kept.addFirst(first);
      }
      return kept;
    }
    int from = afterNewline(first.data(), excess());
    if (from < first.data().length || !isOutput(first)) {
      byte[] rest = Arrays.copyOfRange(first.data(), from, first.data().length);
      kept.addFirst(new OutputChunk(first.kind(), first.at(), first.offset() + from, rest));
    }
    return kept;
  }

  private long excess() {
    return newlines + (openLine ? 1 : 0) - lines;
  }

  private static boolean isOutput(OutputChunk chunk) {
    return chunk.data().length > 0
        && (chunk.kind() == OutputKind.STDOUT || chunk.kind() == OutputKind.STDERR);
  }

  private static int newlines(OutputChunk chunk) {
    return isOutput(chunk) ? newlines(chunk.data()) : 0;
  }

  private static int newlines(byte[] data) {
    int count = 0;
    for (byte b : data) {
      count += b == '\n' ? 1 : 0;
    }
    return count;
  }

  private static int afterNewline(byte[] data, long count) {
    long left = count;
    for (int i = 0; i < data.length; i++) {
      if (data[i] == '\n' && --left == 0) {
        return i + 1;
      }
    }
    return data.length;
  }
}

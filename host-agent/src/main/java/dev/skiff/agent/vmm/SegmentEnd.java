package dev.skiff.agent.vmm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Where a segment of an [OutputLog] stops, found by reading it: behind its last whole record.
///
/// @param number of the segment
/// @param size its length in bytes without a torn record
/// @param stdoutOffset bytes of standard output up to here
/// @param stderrOffset bytes of standard error up to here
/// @param ended whether it holds the END record
record SegmentEnd(long number, long size, long stdoutOffset, long stderrOffset, boolean ended) {
  /// Reads a segment; null when its header is not whole.
  static @Nullable SegmentEnd find(FileChannel file) throws IOException {
    OutputSegment segment = OutputSegment.read(file);
    if (segment == null) {
      return null;
    }
    SegmentEnd end = start(segment);
    for (OutputChunk chunk = OutputSegment.record(file, end.size);
        chunk != null;
        chunk = OutputSegment.record(file, end.size)) {
      end = end.behind(chunk);
    }
    return end;
  }

  static SegmentEnd start(OutputSegment segment) {
    return new SegmentEnd(
        segment.number(),
        OutputSegment.HEADER_BYTES,
        segment.stdoutOffset(),
        segment.stderrOffset(),
        false);
  }

  /// The segment that follows this one, empty.
  OutputSegment next() {
    return new OutputSegment(number + 1, stdoutOffset, stderrOffset);
  }

  private SegmentEnd behind(OutputChunk chunk) {
    long until = chunk.offset() + chunk.data().length;
    return new SegmentEnd(
        number,
        size + OutputSegment.RECORD_OVERHEAD + chunk.data().length,
        chunk.kind() == OutputKind.STDOUT ? until : stdoutOffset,
        chunk.kind() == OutputKind.STDERR ? until : stderrOffset,
        ended || chunk.kind() == OutputKind.END);
  }
}

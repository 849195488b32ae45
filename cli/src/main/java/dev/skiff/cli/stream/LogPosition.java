package dev.skiff.cli.stream;

import org.jspecify.annotations.Nullable;

/// How far a log has been read, so that a connection that broke can be taken up again without a gap
/// or a repetition: from the time of the last chunk, leaving out those of that very time that were
/// seen.
final class LogPosition {
  private long at;
  private int seenAt;
  private int toSkip;
  private long count;

  /// What to ask for next; null is the beginning.
  @Nullable String since() {
    toSkip = seenAt;
    return at == 0 ? null : Long.toString(at);
  }

  /// Whether a chunk is new, counting it as seen.
  boolean advance(LogChunk chunk) {
    if (chunk.at() == at && toSkip > 0) {
      toSkip--;
      return false;
    }
    seenAt = chunk.at() == at ? seenAt + 1 : 1;
    at = chunk.at();
    count++;
    return true;
  }

  /// How many chunks have been read.
  long count() {
    return count;
  }

  /// Whether anything has been read.
  boolean started() {
    return count > 0;
  }
}

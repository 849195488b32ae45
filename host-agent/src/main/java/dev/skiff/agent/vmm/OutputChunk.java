package dev.skiff.agent.vmm;

import java.nio.charset.StandardCharsets;

/// One record of an [OutputLog].
public final class OutputChunk {
  private final OutputKind kind;
  private final long at;
  private final long offset;
  private final byte[] data;

  /// @param data not copied; the caller lets go of it
  OutputChunk(OutputKind kind, long at, long offset, byte[] data) {
    this.kind = kind;
    this.at = at;
    this.offset = offset;
    this.data = data;
  }

  public OutputKind kind() {
    return kind;
  }

  /// When the agent received it, microseconds since the epoch; 0 is unknown (some DROPPED).
  public long at() {
    return at;
  }

  /// For STDOUT and STDERR, how many bytes of that stream came before it.
  public long offset() {
    return offset;
  }

  /// The bytes, or for DROPPED a sentence in UTF-8; not copied, do not change.
  public byte[] data() {
    return data;
  }

  /// The data read as UTF-8; a chunk may begin or end inside a character.
  public String text() {
    return new String(data, StandardCharsets.UTF_8);
  }
}

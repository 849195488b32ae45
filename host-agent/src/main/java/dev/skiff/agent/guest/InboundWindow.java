package dev.skiff.agent.guest;

/// Credit for one output stream of a guest: it may have at most a window of bytes under way. Not
/// safe for concurrent use by itself.
final class InboundWindow {
  private final String name;
  private final int size;
  private long received;
  private long consumed;

  InboundWindow(String name, int size) {
    this.name = name;
    this.size = size;
  }

  void begin(long offset) {
    received = offset;
    consumed = offset;
  }

  void receive(int bytes) throws ProtocolViolation {
    if (received + bytes - consumed > size) {
      throw new ProtocolViolation(
          "%s: %d bytes without credit (expected: at most %d)"
              .formatted(name, received + bytes - consumed, size));
    }
    received += bytes;
  }

  /// Returns the offset to grant.
  long consume(int bytes) {
    consumed += bytes;
    return consumed;
  }
}

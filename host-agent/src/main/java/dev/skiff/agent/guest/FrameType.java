package dev.skiff.agent.guest;

import org.jspecify.annotations.Nullable;

/// The frames of the guest protocol; see `guest/PROTOCOL.md`.
enum FrameType {
  HELLO(1, 1024),
  CONFIG(2, -1),
  READY(3, 0),
  RESTORE(4, -1),
  RESTORED(5, 0),
  EXEC(6, -1),
  STARTED(7, 1024),
  STDIN(8, -1),
  STDOUT(9, FrameCodec.MAX_DATA),
  STDERR(10, FrameCodec.MAX_DATA),
  CREDIT(11, 9),
  SIGNAL(12, -1),
  RESIZE(13, -1),
  EXIT(14, 1024),
  ACK(15, -1),
  PING(16, -1),
  PONG(17, 8),
  SHUTDOWN(18, -1),
  FAILED(19, 1024),
  CLOCK(20, -1),
  CONNECT(21, -1),
  FREEZE(22, -1),
  FROZEN(23, 0);

  private static final FrameType[] BY_CODE = new FrameType[24];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  final byte code;

  /// The largest payload a guest may send with it; -1 when only the host sends it.
  final int limitFromGuest;

  FrameType(int code, int limitFromGuest) {
    this.code = (byte) code;
    this.limitFromGuest = limitFromGuest;
  }

  static @Nullable FrameType of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}

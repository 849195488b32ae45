package dev.skiff.cli.stream;

import java.io.IOException;
import java.io.InputStream;

/// Carries this process's standard input to a session, until either ends.
final class InputPump {
  private static final int PIECE = 16 * 1024;

  private final InputStream in;
  private final GuestSession session;
  private final DetachKeys detach;

  /// @param keys whether the detach keys are looked for
  InputPump(InputStream in, GuestSession session, boolean keys) {
    this.in = in;
    this.session = session;
    this.detach = new DetachKeys(keys);
  }

  /// Starts carrying on a thread of its own. A read from a terminal cannot be taken back, so the
  /// thread is a daemon, and ends with the process if not before.
  void start() {
    Thread.ofPlatform().daemon().name("stdin").start(this::run);
  }

  private void run() {
    byte[] piece = new byte[PIECE];
    try {
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        if (session.end().isDone()) {
          return;
        }
        byte[] keys = detach.filter(piece, length);
        if (keys.length > 0) {
          session.input(keys, keys.length);
        }
        if (detach.pressed()) {
          session.detach();
          return;
        }
      }
      session.closeInput();
    } catch (IOException e) {
      session.closeInput();
    }
  }
}

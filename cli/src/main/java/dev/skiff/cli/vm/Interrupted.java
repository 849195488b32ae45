package dev.skiff.cli.vm;

import dev.skiff.cli.stream.GuestSession;

/// Ctrl-C while connected to a command: the first goes to the command, the second ends this
/// process.
final class Interrupted {
  private static final int SIGINT = 2;

  private final GuestSession session;
  private final Thread waiting = Thread.currentThread();
  private boolean before;

  Interrupted(GuestSession session) {
    this.session = session;
  }

  synchronized void again() {
    if (before) {
      waiting.interrupt();
    } else {
      before = true;
      Thread.ofVirtual().start(() -> session.signal(SIGINT));
    }
  }
}

package dev.skiff.cli.stream;

import java.io.ByteArrayOutputStream;

/// Ctrl-P Ctrl-Q, which lets go of a terminal in a VM, as in Docker. The Ctrl-P is held back until
/// the next key tells what it was meant for.
final class DetachKeys {
  private static final byte CTRL_P = 0x10;
  private static final byte CTRL_Q = 0x11;

  private final boolean enabled;
  private boolean held;
  private boolean pressed;

  DetachKeys(boolean enabled) {
    this.enabled = enabled;
  }

  /// The keys to hand on.
  byte[] filter(byte[] keys, int length) {
    ByteArrayOutputStream passed = new ByteArrayOutputStream(length + 1);
    for (int i = 0; i < length && !pressed; i++) {
      byte key = keys[i];
      if (enabled && held && key == CTRL_Q) {
        pressed = true;
        continue;
      }
      if (held) {
        passed.write(CTRL_P);
      }
      held = enabled && key == CTRL_P;
      if (!held) {
        passed.write(key);
      }
    }
    return passed.toByteArray();
  }

  boolean pressed() {
    return pressed;
  }
}

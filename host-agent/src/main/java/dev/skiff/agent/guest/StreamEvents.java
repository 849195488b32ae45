package dev.skiff.agent.guest;

import java.nio.ByteBuffer;

/// Hears one process: in order, one call at a time, on the stream's own thread; slowness becomes
/// the guest's slowness.
interface StreamEvents {
  void output(byte channel, ByteBuffer data);

  void exited(GuestExit exit);

  void lost(String reason);
}

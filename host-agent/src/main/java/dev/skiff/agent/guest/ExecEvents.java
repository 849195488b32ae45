package dev.skiff.agent.guest;

import dev.skiff.agent.vmm.GuestProcess;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Hands an exec's events to whoever asked for it.
///
/// @param listener the asker
/// @param gone run before the last event, so that the stream's number is free then
record ExecEvents(GuestProcess.Listener listener, Runnable gone) implements StreamEvents {
  @Override
  public void output(byte channel, ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    if (channel == FrameCodec.CHANNEL_STDERR) {
      listener.stderr(bytes);
    } else {
      listener.stdout(bytes);
    }
  }

  @Override
  public void exited(GuestExit exit) {
    gone.run();
    if (!exit.error().isEmpty()) {
      listener.stderr((exit.error() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    listener.exited(exit.code());
  }

  @Override
  public void lost(String reason) {
    gone.run();
    listener.lost(reason);
  }
}

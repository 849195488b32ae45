package dev.skiff.agent.http;

import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.VmmException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Hands what a peer says on to a process, one message after the other.
final class ProcessInput {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final GuestFrames frames;
  private final GuestProcess process;

  ProcessInput(GuestFrames frames, GuestProcess process) {
    this.frames = frames;
    this.process = process;
  }

  /// Returns when the peer is gone, or soon after the process is over.
  ///
  /// @return whether the peer is gone
  boolean pump(BooleanSupplier over) throws IOException, InterruptedException {
    while (!over.getAsBoolean()) {
      GuestFrames.Incoming message = frames.next(LOOK_AGAIN);
      if (message instanceof GuestFrames.Incoming.Gone) {
        return true;
      }
      try {
        pass(message);
      } catch (VmmException e) {
        if (!over.getAsBoolean()) {
          frames.send(GuestFrames.error(e.code(), String.valueOf(e.getMessage())));
        }
      } catch (IllegalArgumentException | ClassCastException e) {
        frames.send(GuestFrames.error("bad-request", String.valueOf(e.getMessage())));
      }
    }
    return false;
  }

  private void pass(GuestFrames.@org.jspecify.annotations.Nullable Incoming message)
      throws VmmException, InterruptedException {
    switch (message) {
      case null -> {}
      case GuestFrames.Incoming.Stdin(Buffer data) -> process.stdin(data.getBytes());
      case GuestFrames.Incoming.Control(JsonObject control) -> control(control);
      case GuestFrames.Incoming.Nonsense(String problem) ->
          throw new IllegalArgumentException(problem);
      case GuestFrames.Incoming.Gone() -> {}
    }
  }

  private void control(JsonObject message) throws VmmException {
    JsonObject resize = message.getJsonObject("resize");
    Integer signal = message.getInteger("signal");
    if (resize != null) {
      process.resize(ExecRequest.size(resize, "columns"), ExecRequest.size(resize, "rows"));
    } else if (signal != null) {
      if (signal < 1 || signal > 64) {
        throw new IllegalArgumentException("signal: " + signal + " (expected: 1 to 64)");
      }
      process.signal(signal);
    } else if (message.getBoolean("closeStdin", false)) {
      process.closeStdin();
    } else {
      throw new IllegalArgumentException(
          "text message: " + message.fieldNames() + " (expected: resize, signal or closeStdin)");
    }
  }
}

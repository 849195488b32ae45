package dev.skiff.agent.http;

import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.VmmException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One exec over one WebSocket.
final class ExecSession {
  private static final Duration FIRST_MESSAGE = Duration.ofSeconds(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(70);
  private static final int SIGHUP = 1;

  private final GuestFrames frames;
  private final MicroVm vm;
  private final CountDownLatch over = new CountDownLatch(1);

  ExecSession(GuestFrames frames, MicroVm vm) {
    this.frames = frames;
    this.vm = vm;
  }

  void run() throws IOException, InterruptedException {
    ExecRequest request;
    try {
      request = request();
    } catch (IllegalArgumentException e) {
      frames.fail((short) 1008, "bad-request", String.valueOf(e.getMessage()));
      return;
    }
    Output output = new Output();
    try {
      GuestProcess process = vm.exec(request.spec(), output);
      if (request.columns() > 0 && request.rows() > 0) {
        process.resize(request.columns(), request.rows());
      }
      output.begin();
      if (new ProcessInput(frames, process).pump(() -> over.getCount() == 0)) {
        leave(process, request.spec().tty());
      } else {
        over.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (VmmException e) {
      frames.fail((short) 1011, e.code(), String.valueOf(e.getMessage()));
    }
  }

  private ExecRequest request() throws InterruptedException {
    return switch (frames.next(FIRST_MESSAGE)) {
      case GuestFrames.Incoming.Control(JsonObject message) -> ExecRequest.of(message);
      case GuestFrames.Incoming.Nonsense(String problem) ->
          throw new IllegalArgumentException(problem);
      case GuestFrames.Incoming.Stdin _ ->
          throw new IllegalArgumentException("binary message (expected: what to execute, as JSON)");
      case GuestFrames.Incoming.Gone _ -> throw new IllegalArgumentException("the peer is gone");
      case null ->
          throw new IllegalArgumentException(
              "nothing came for " + FIRST_MESSAGE + " (expected: what to execute, as JSON)");
    };
  }

  /// The peer is gone, as when a terminal is closed.
  private static void leave(GuestProcess process, boolean tty) throws VmmException {
    process.closeStdin();
    if (tty) {
      process.signal(SIGHUP);
    }
  }

  /// Runs on the driver's thread, which is free to wait: that slows the process down and nothing
  /// else. Output that nobody takes is dropped.
  private final class Output implements GuestProcess.Listener {
    private final ReentrantLock lock = new ReentrantLock();
    private boolean begun;

    /// The peer hears that the process has started before it hears the process, which may speak
    /// before `exec` has returned.
    void begin() throws IOException, InterruptedException {
      lock.lock();
      try {
        if (!begun) {
          begun = true;
          frames.send(new JsonObject().put("started", true));
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void stdout(byte[] data) {
      tell(() -> frames.send(GuestFrames.STDOUT, data));
    }

    @Override
    public void stderr(byte[] data) {
      tell(() -> frames.send(GuestFrames.STDERR, data));
    }

    @Override
    public void exited(int exitCode) {
      tell(() -> {
        frames.send(new JsonObject().put("exit", exitCode));
        frames.close();
      });
      over.countDown();
    }

    @Override
    public void lost(String reason) {
      tell(() -> frames.fail((short) 1011, "guest-lost", reason));
      over.countDown();
    }

    private void tell(Said said) {
      if (frames.isClosed()) {
        return;
      }
      try {
        begin();
        said.say();
      } catch (IOException e) {
        // The peer is gone; the pump finds that out too.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @FunctionalInterface
  private interface Said {
    void say() throws IOException, InterruptedException;
  }
}

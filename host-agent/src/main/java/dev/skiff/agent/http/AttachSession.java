package dev.skiff.agent.http;

import dev.skiff.agent.core.RunSnapshot;
import dev.skiff.agent.core.RunStatus;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputChunk;
import dev.skiff.agent.vmm.OutputLogReader;
import dev.skiff.agent.vmm.OutputStart;
import dev.skiff.contracts.report.ExitStatus;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A VM's own command over one WebSocket: its output from its log, its input from the peer.
final class AttachSession {
  private static final Logger LOG = LoggerFactory.getLogger(AttachSession.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration BOOT = Duration.ofMinutes(2);
  private static final Duration REPORT = Duration.ofSeconds(15);

  private final GuestFrames frames;
  private final HostView host;
  private final RunSnapshot run;
  private final AtomicBoolean over = new AtomicBoolean();

  AttachSession(GuestFrames frames, HostView host, RunSnapshot run) {
    this.frames = frames;
    this.host = host;
    this.run = run;
  }

  /// @param fromTheStart whether to send all output that is kept, or only what comes
  void run(boolean fromTheStart) throws IOException, HttpFailure, InterruptedException {
    OutputStart start = fromTheStart ? new OutputStart.Oldest() : new OutputStart.LastLines(0);
    try (OutputLogReader reader = host.logs().read(host.directory(run.run()), start)) {
      Optional<MicroVm> vm = awaitUp();
      frames.send(new JsonObject().put("started", vm.isPresent()));
      Thread output = Thread.ofVirtual().name("attach-" + run.run()).start(() -> output(reader));
      if (vm.isPresent()) {
        new ProcessInput(frames, vm.get().main()).pump(() -> over.get() || frames.isClosed());
      }
      if (frames.isClosed()) {
        wake(reader);
      }
      output.join();
    }
  }

  /// Ends a wait for output that nobody wants any more.
  private static void wake(OutputLogReader reader) throws IOException {
    reader.close();
  }

  private Optional<MicroVm> awaitUp() throws HttpFailure, InterruptedException {
    long deadline = System.nanoTime() + BOOT.toNanos();
    while (true) {
      Optional<MicroVm> vm = host.vm(run.run());
      if (vm.isPresent() || frames.isClosed() || System.nanoTime() > deadline) {
        return vm;
      }
      if (Runs.isOver(host, run)) {
        return Optional.empty();
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void output(OutputLogReader reader) {
    try {
      send(reader);
      if (!frames.isClosed()) {
        frames.send(exit());
        frames.close();
      }
    } catch (IOException e) {
      LOG.debug("{}: {}", run.run(), e.toString());
    } catch (HttpFailure e) {
      LOG.warn("{}: {}", run.run(), e.detail());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.set(true);
    }
  }

  private void send(OutputLogReader reader) throws IOException, HttpFailure, InterruptedException {
    while (!reader.ended() && !frames.isClosed()) {
      OutputChunk chunk = reader.next(LOOK_AGAIN);
      if (chunk == null) {
        if (!reader.ended() && Runs.isOver(host, run)) {
          chunk = reader.poll();
          if (chunk == null) {
            return;
          }
        } else {
          continue;
        }
      }
      switch (chunk.kind()) {
        case STDOUT -> frames.send(GuestFrames.STDOUT, chunk.data());
        case STDERR -> frames.send(GuestFrames.STDERR, chunk.data());
        case DROPPED -> frames.send(new JsonObject().put("dropped", chunk.text()));
        case END -> {}
      }
    }
  }

  /// The log ends a moment before the agent has noted how the VM ended.
  private JsonObject exit() throws HttpFailure, InterruptedException {
    long deadline = System.nanoTime() + REPORT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<RunSnapshot> now = Runs.again(host, run);
      if (now.isEmpty() || now.get().status() == RunStatus.ENDED) {
        ExitStatus exit = now.map(RunSnapshot::exit).orElse(null);
        return exit == null ? lost("vm-forgotten", "the VM is over and was forgotten") : said(exit);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return lost("exit-unknown", "the VM's output ended, but not the VM");
  }

  private static JsonObject said(ExitStatus exit) {
    JsonObject message = new JsonObject().put("exit", exit.code());
    if (exit.failure() != null) {
      message.put("failure", exit.failure());
    }
    if (exit.detail() != null) {
      message.put("detail", exit.detail());
    }
    return message;
  }

  private static JsonObject lost(String failure, String detail) {
    return new JsonObject().putNull("exit").put("failure", failure).put("detail", detail);
  }
}

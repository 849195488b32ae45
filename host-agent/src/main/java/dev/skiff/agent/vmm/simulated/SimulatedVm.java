package dev.skiff.agent.vmm.simulated;

import dev.skiff.agent.vmm.BootPhases;
import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.OutputLog;
import dev.skiff.agent.vmm.Serving;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.VmmNote;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.spec.Serve;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A VM that is a script, a log and a promise.
final class SimulatedVm implements MicroVm {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedVm.class);
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  private final VmDirectory directory;
  private final OutputLog output;
  private final InstantSource clock;
  private final BootPhases phases;
  private final SimulatedProcess main;
  private final CompletableFuture<VmExit> exit = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private SimulatedNote note;

  SimulatedVm(
      VmDirectory directory,
      OutputLog output,
      InstantSource clock,
      BootPhases phases,
      Script script,
      SimulatedNote note) {
    this.directory = directory;
    this.output = output;
    this.clock = clock;
    this.phases = phases;
    this.note = note;
    this.main = new SimulatedProcess(script, note.stdin(), new IntoLog());
  }

  /// @param elapsed how long its command has run already, in a process that is gone
  void start(Duration elapsed) {
    main.standStill(hold() != VmHold.NONE);
    main.start("simulated-" + directory.path().getFileName(), elapsed);
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  @Override
  public BootPhases phases() {
    return phases;
  }

  @Override
  public CompletableFuture<VmExit> exit() {
    return exit;
  }

  @Override
  public void stop(Duration grace) {
    if (serving() != null) {
      main.abandon();
      finish(0);
    } else {
      main.signal(SIGTERM);
    }
  }

  @Override
  public void kill() {
    main.signal(SIGKILL);
  }

  @Override
  public synchronized VmHold hold() {
    return note.hold();
  }

  @Override
  public void pause() throws VmmException {
    hold(VmHold.PAUSED);
  }

  @Override
  public void resume() throws VmmException {
    hold(VmHold.NONE);
  }

  @Override
  public void suspend() throws VmmException {
    hold(VmHold.SUSPENDED);
  }

  private synchronized void hold(VmHold next) throws VmmException {
    SimulatedNote changed = note.with(next, clock.millis());
    try {
      changed.write(directory);
    } catch (IOException e) {
      throw VmmException.of(e, "vmm-failed", "noting that the simulated VM stands still");
    }
    note = changed;
    main.standStill(next != VmHold.NONE);
  }

  @Override
  public GuestProcess exec(ExecSpec spec, GuestProcess.Listener listener) throws VmmException {
    if (hold() != VmHold.NONE) {
      throw new VmmException("vm-paused", "the VM is paused or suspended; resume it first");
    }
    if (exit.isDone()) {
      throw new VmmException("exec-unavailable", "the VM is over");
    }
    Script script = Script.of(spec.command(), null);
    // A function that is a script says what the script says; others answer with their event.
    boolean stdin = spec.stdin() && (serving() == null || script.readsInput());
    SimulatedProcess process = new SimulatedProcess(script, stdin, listener);
    listener.stderr(
        "skiff: this VM is simulated: nothing is executed\n".getBytes(StandardCharsets.UTF_8));
    process.start("simulated-exec-" + directory.path().getFileName(), Duration.ZERO);
    return process;
  }

  @Override
  public GuestProcess connect(int port, GuestProcess.Listener listener) throws VmmException {
    throw new VmmException("connection-failed", "nothing listens in a simulated VM");
  }

  /// By process, whatever was asked for: a script can be played, a server cannot.
  @Override
  public synchronized @Nullable Serving serving() {
    Serving asked = note.serving();
    if (asked == null) {
      return null;
    }
    Serve how = asked.how();
    return new Serving(
        new Serve(
            Serve.Protocol.STDIO,
            how.port(),
            how.concurrency(),
            how.readySeconds(),
            how.snapshot()),
        asked.command());
  }

  @Override
  public void logError(byte[] data) {
    output.append(OutputKind.STDERR, ByteBuffer.wrap(data));
  }

  @Override
  public GuestProcess main() {
    return main;
  }

  @Override
  public void detach() {
    main.abandon();
    closeOutput();
  }

  private void finish(int code) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    int signal = main.signal();
    VmExit how =
        new VmExit(
            code,
            signal,
            false,
            signal == SIGKILL ? "killed" : null,
            null,
            micros(clock.instant()));
    output.end();
    closeOutput();
    try {
      VmmNote.writeExit(directory, how);
    } catch (IOException e) {
      LOG.warn("{}: how it ended could not be kept: {}", directory.path(), e.getMessage());
    }
    exit.complete(how);
  }

  private void closeOutput() {
    try {
      output.close();
    } catch (IOException e) {
      LOG.warn("{}: the output log could not be closed: {}", directory.path(), e.getMessage());
    }
  }

  private final class IntoLog implements GuestProcess.Listener {
    @Override
    public void stdout(byte[] data) {
      output.append(OutputKind.STDOUT, ByteBuffer.wrap(data));
    }

    @Override
    public void stderr(byte[] data) {
      output.append(OutputKind.STDERR, ByteBuffer.wrap(data));
    }

    @Override
    public void exited(int exitCode) {
      finish(exitCode);
    }

    @Override
    public void lost(String reason) {
      throw new IllegalStateException("a simulated guest is never lost: " + reason);
    }
  }
}

package dev.skiff.agent.vmm.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.agent.guest.GuestExit;
import dev.skiff.agent.guest.GuestHello;
import dev.skiff.agent.guest.GuestListener;
import dev.skiff.agent.guest.GuestSession;
import dev.skiff.agent.vmm.BootPhases;
import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.OutputLog;
import dev.skiff.agent.vmm.ProcessIdentity;
import dev.skiff.agent.vmm.Serving;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.VmmNote;
import dev.skiff.contracts.report.VmHold;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A microVM in a QEMU process. The first thing that decides how the VM ended counts; [#exit]
/// completes once the process is gone and everything about it is on disk.
final class QemuMicroVm implements MicroVm {
  private static final Logger LOG = LoggerFactory.getLogger(QemuMicroVm.class);
  private static final Duration POWER_OFF_PATIENCE = Duration.ofMillis(500);
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(3);

  private final VmDirectory directory;
  private final @Nullable Serving serving;
  private final VmmNote note;
  private final ProcessIdentity process;
  private final OutputLog log;
  private final InstantSource clock;
  private final GuestSession session;
  private final Stopper stopper;
  private final Pauser pauser;
  private final CompletableFuture<VmExit> exit = new CompletableFuture<>();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> migrated = new CompletableFuture<>();
  private final CompletableFuture<Void> guestSilent = new CompletableFuture<>();
  private final AtomicReference<@Nullable VmExit> verdict = new AtomicReference<>();
  private final AtomicBoolean finishing = new AtomicBoolean();
  private volatile BootPhases phases;
  private volatile @Nullable QmpConnection qmp;
  private volatile @Nullable ConsoleDrain console;
  private volatile @Nullable String shutdownReason;
  private volatile boolean detached;

  /// @param guest connected to the guest's port
  QemuMicroVm(
      VmDirectory directory,
      VmmNote note,
      ProcessIdentity process,
      SocketChannel guest,
      OutputLog log,
      InstantSource clock) {
    this.directory = directory;
    this.note = note;
    this.serving = note.serving();
    this.phases = new BootPhases(0, 0, 0, note.restored());
    this.process = process;
    this.log = log;
    this.clock = clock;
    this.session =
        new GuestSession(guest, note.token(), log.stdoutOffset(), log.stderrOffset(), new Events());
    this.pauser = new Pauser(() -> session.setClock(now()));
    this.stopper =
        new Stopper(session.main(), exit, pauser::resumeForGood, this::powerOffSilentGuest);
    if (!note.stdin()) {
      session.withoutStdin();
    }
  }

  GuestSession session() {
    return session;
  }

  VmmNote note() {
    return note;
  }

  QmpConnection qmp() {
    return Objects.requireNonNull(qmp, "not connected");
  }

  /// Begins to watch over QEMU. `vmmStarted` is 0 for an adopted VM.
  void start(long vmmStarted, ConsoleDrain drain) {
    phases = phases.spawned(vmmStarted);
    console = drain;
    // The line's end tells sooner; this covers a line that was never used.
    CompletableFuture<Void> _ =
        ProcessHandle.of(process.pid())
            .map(handle -> handle.onExit().thenRun(this::processMayBeGone))
            .orElseGet(() -> CompletableFuture.runAsync(this::processMayBeGone));
  }

  /// Begins to listen to the guest.
  void listen() {
    session.start();
  }

  /// Lets a machine that was loaded go on.
  void goOn() throws VmmException, InterruptedException {
    qmp().execute("cont", Map.of(), QemuLauncher.QMP_PATIENCE);
  }

  /// Waits until QEMU has saved or loaded a machine.
  void awaitMigrated(Duration atMost) throws VmmException, InterruptedException {
    try {
      migrated.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new VmmException("vmm-failed", "QEMU: migration: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new VmmException(
          "vmm-failed", "QEMU: migration: not over within " + atMost.toMillis() + " ms", e);
    }
  }

  private void onMigration(String status) {
    switch (status) {
      case "completed" -> migrated.complete(null);
      case "failed", "cancelled" -> migrated.completeExceptionally(new IOException(status));
      default -> {}
    }
  }

  void use(QmpConnection connection) {
    qmp = connection;
    pauser.use(connection);
  }

  /// Takes note of what QEMU did when it was found.
  void adopted(String status) {
    switch (status) {
      // QEMU has paused the guest for want of host disk.
      case "io-error" -> outOfDisk();
      case "paused" -> pauser.found(VmHold.PAUSED);
      default -> pauser.found(VmHold.NONE);
    }
  }

  /// Waits until the command runs, or has ended without running.
  void awaitStarted(Duration atMost) throws VmmException, InterruptedException, TimeoutException {
    try {
      started.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VmmException failure) {
        throw failure;
      }
      throw new VmmException("boot-failed", String.valueOf(e.getMessage()), e);
    }
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
  public GuestProcess main() {
    return session.main();
  }

  @Override
  public GuestProcess exec(ExecSpec spec, GuestProcess.Listener listener)
      throws VmmException, InterruptedException {
    requireMoving();
    return session.exec(spec, listener);
  }

  @Override
  public GuestProcess connect(int port, GuestProcess.Listener listener)
      throws VmmException, InterruptedException {
    requireMoving();
    return session.connect(port, listener);
  }

  private void requireMoving() throws VmmException {
    if (pauser.hold() == VmHold.PAUSED) {
      throw new VmmException("vm-paused", "the VM is paused; resume it first");
    }
  }

  @Override
  public @Nullable Serving serving() {
    return serving;
  }

  private boolean hasNoCommand() {
    return serving != null && serving.byProcess();
  }

  @Override
  public void logError(byte[] data) {
    if (!detached) {
      log.append(OutputKind.STDERR, ByteBuffer.wrap(data));
    }
  }

  @Override
  public VmHold hold() {
    return pauser.hold();
  }

  @Override
  public void pause() throws VmmException, InterruptedException {
    pauser.pause();
  }

  @Override
  public void resume() throws VmmException, InterruptedException {
    pauser.resume();
  }

  @Override
  public void suspend() throws VmmException {
    throw new VmmException(
        "not-supported", "the QEMU driver cannot put a running VM on disk; pause it instead");
  }

  @Override
  public void stop(Duration grace) {
    if (hasNoCommand()) {
      // There is nothing to ask: what it has to do comes from outside, one invocation at a time.
      end(new VmExit(0, 0, false, null, null, now()));
    } else {
      stopper.stop(grace);
    }
  }

  private void powerOffSilentGuest() {
    end(Ending.failed("stopped-hard", "powered off: the guest did not answer to stop", now()));
  }

  @Override
  public void kill() {
    end(Ending.failed("killed", "killed on request", now()));
  }

  /// Settles how the VM ended, if that is open, and ends QEMU.
  private void end(VmExit how) {
    verdict.compareAndSet(null, how);
    process.kill();
  }

  void onQmpEvent(JsonNode event) {
    switch (event.path("event").asText()) {
      case "MIGRATION" -> onMigration(event.path("data").path("status").asText());
      case "SHUTDOWN" -> shutdownReason = event.path("data").path("reason").asText();
      case "BLOCK_IO_ERROR" -> {
        if (event.path("data").path("nospace").asBoolean()) {
          outOfDisk();
        }
      }
      default -> {}
    }
  }

  /// QEMU has paused the guest because the host's disk did not take what it wrote.
  void outOfDisk() {
    end(
        Ending.failed(
            "disk-full", "the host's disk is full: the VM's writable layer could not grow", now()));
  }

  private void processMayBeGone() {
    if (!process.alive()) {
      migrated.completeExceptionally(new IOException("QEMU has ended"));
    }
    if (!detached && !process.alive() && finishing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("end-" + directory.path().getFileName()).start(this::finish);
    }
  }

  private void finish() {
    try {
      guestSilent.get(KILL_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      ConsoleDrain drain = console;
      if (drain != null) {
        drain.await(KILL_PATIENCE.toMillis());
      }
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("{}: the guest's last output did not arrive", directory.path());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    verdict.compareAndSet(null, Ending.unannounced(directory, shutdownReason, now()));
    VmExit how = verdict.get();
    if (how == null) {
      throw new IllegalStateException("no verdict");
    }
    discardLayer();
    record(how);
    release();
    started.completeExceptionally(
        new VmmException("boot-failed", "the VM ended as it started: " + how.detail()));
    exit.complete(how);
  }

  /// First of all, since on a full disk this makes room for saying how the VM ended.
  private void discardLayer() {
    try {
      OverlayDisk.discard(directory.path());
    } catch (IOException e) {
      LOG.warn("{}: deleting the writable layer: {}", directory.path(), e.getMessage());
    }
  }

  private void record(VmExit how) {
    log.end();
    try {
      VmmNote.writeExit(directory, how);
    } catch (IOException e) {
      LOG.warn("{}: cannot keep how the VM ended: {}", directory.path(), e.getMessage());
    }
  }

  private void release() {
    session.close();
    ConsoleDrain drain = console;
    if (drain != null) {
      drain.close();
    }
    QmpConnection connection = qmp;
    if (connection != null) {
      connection.close();
    }
    try {
      log.close();
    } catch (IOException e) {
      LOG.warn("{}: closing the output log: {}", directory.path(), e.getMessage());
    }
  }

  @Override
  public void detach() {
    detached = true;
    release();
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  private final class Events implements GuestListener {
    @Override
    public void hello(GuestHello hello) {
      phases = phases.ready(now());
      skipGap(OutputKind.STDOUT, log.stdoutOffset(), hello.stdoutOffset());
      skipGap(OutputKind.STDERR, log.stderrOffset(), hello.stderrOffset());
    }

    /// The guest acknowledged more than this log holds: the log was lost, not the guest's output.
    private void skipGap(OutputKind kind, long logged, long next) {
      if (next > logged) {
        log.gap(kind, next, "%d bytes of %s are missing here".formatted(next - logged, kind));
      }
    }

    @Override
    public void ready() {
      if (hasNoCommand()) {
        started();
      }
    }

    @Override
    public void restored() {
      started();
    }

    @Override
    public void started() {
      phases = phases.started(now());
      started.complete(null);
    }

    @Override
    public void failed(String reason) {
      started.completeExceptionally(
          new VmmException("guest-unbootable", "the guest could not set itself up: " + reason));
      end(Ending.failed("guest-crashed", "the guest could not set itself up: " + reason, now()));
    }

    @Override
    public void output(OutputKind kind, ByteBuffer data) {
      if (!detached) {
        log.append(kind, data);
      }
    }

    @Override
    public void exited(GuestExit how) {
      if (detached) {
        return;
      }
      verdict.compareAndSet(null, Ending.of(how, stopper.detail(), now()));
      VmExit settled = verdict.get();
      if (settled != null) {
        record(settled);
      }
      session.acknowledgeExit();
      started.complete(null);
      guestSilent.complete(null);
      Thread.ofVirtual().name("power-off").start(this::powerOff);
    }

    private void powerOff() {
      try {
        if (!Stopper.ends(exit, POWER_OFF_PATIENCE) && !detached) {
          process.kill();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void ended(String reason, boolean violation) {
      guestSilent.complete(null);
      if (violation && !detached) {
        end(Ending.failed("guest-misbehaved", reason, now()));
      }
      Thread.ofVirtual().name("watch-end").start(this::watchEnd);
    }

    /// The line is closed because QEMU ends: its process is gone in a moment. A line that broke
    /// while QEMU lives leaves a VM that nobody can hear, so it is ended.
    private void watchEnd() {
      long deadline = System.nanoTime() + KILL_PATIENCE.toNanos();
      while (process.alive() && !detached) {
        if (System.nanoTime() > deadline) {
          end(Ending.failed("vmm-died", "the line to the guest broke", now()));
        }
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
      processMayBeGone();
    }
  }
}

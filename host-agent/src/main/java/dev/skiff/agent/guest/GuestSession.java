package dev.skiff.agent.guest;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.VmmException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One conversation with a guest over a connected socket. Everything that comes in is bounded and
/// checked; a guest that breaks the protocol ends its session, nothing else. Safe for concurrent
/// use.
///
/// Threads: a reader, a writer and one per process that is running, all virtual, all gone after
/// [#close].
public final class GuestSession implements AutoCloseable {
  static final int MAIN_WINDOW = 256 * 1024;
  static final int EXEC_WINDOW = 64 * 1024;
  static final int MAX_EXECS = 32;
  private static final Duration EXEC_PATIENCE = Duration.ofSeconds(10);
  private static final int MAIN = 0;

  private final SocketChannel channel;
  private final GuestListener listener;
  private final FrameDecoder decoder;
  private final Outbound outbound;
  private final GuestStream main;
  private final ConcurrentHashMap<Integer, GuestStream> execs = new ConcurrentHashMap<>();
  private final AtomicInteger lastExec = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> frozen = new CompletableFuture<>();
  private volatile @Nullable String overReason;
  private volatile boolean violation;
  private boolean greeted;

  /// Begins a session.
  ///
  /// @param channel connected to the guest's port, blocking; closed with the session
  /// @param token the VM's secret
  /// @param stdoutOffset how much of the command's standard output is known already
  /// @param stderrOffset the same for standard error
  public GuestSession(
      SocketChannel channel,
      String token,
      long stdoutOffset,
      long stderrOffset,
      GuestListener listener) {
    SyncMark mark = new SyncMark(token, SyncMark.random());
    this.channel = channel;
    this.listener = listener;
    this.decoder = new FrameDecoder(mark.fromGuest());
    this.outbound = new Outbound(channel, reason -> end(reason, false));
    this.main = new GuestStream(MAIN, MAIN_WINDOW, outbound, new MainEvents());
    outbound.offer(mark.toGuest());
    ByteBuffer hello =
        new FieldWriter()
            .number(Field.PROTOCOL, GuestHello.PROTOCOL)
            .number(Field.STDOUT_OFFSET, stdoutOffset)
            .number(Field.STDERR_OFFSET, stderrOffset)
            .payload();
    outbound.offer(FrameCodec.encode(FrameType.HELLO, 0, MAIN, hello));
  }

  /// A fresh secret for a VM, 32 hex digits.
  public static String newToken() {
    return SyncMark.random();
  }

  public void start() {
    outbound.start();
    Thread.ofVirtual().name("guest-reader").start(this::read);
  }

  /// Tells the guest what to run; it may be told before it has said hello.
  ///
  /// @param wallClock microseconds since the epoch
  public void configure(BootSpec spec, long wallClock) throws VmmException {
    ByteBuffer payload = CommandPayload.of(spec, wallClock);
    outbound.offer(FrameCodec.encode(FrameType.CONFIG, 0, MAIN, payload));
  }

  /// Sets the guest's clock, which stands still while the VM does.
  ///
  /// @param wallClock microseconds since the epoch
  public void setClock(long wallClock) {
    ByteBuffer payload = ByteBuffer.allocate(Long.BYTES).putLong(wallClock).flip();
    outbound.offer(FrameCodec.encode(FrameType.CLOCK, 0, MAIN, payload));
  }

  /// The VM's own command.
  public GuestProcess main() {
    return main;
  }

  /// The VM's own command has no standard input; writing to it fails.
  public void withoutStdin() {
    main.refuseStdin("the VM was started without standard input");
  }

  /// Starts another process.
  ///
  /// @throws VmmException `exec-unavailable` when the guest does not answer, `exec-refused` when it
  ///   runs too many already
  public GuestProcess exec(ExecSpec spec, GuestProcess.Listener execListener)
      throws VmmException, InterruptedException {
    return begin(FrameType.EXEC, CommandPayload.of(spec), execListener);
  }

  /// Connects to a port of the guest's own.
  ///
  /// @throws VmmException `connection-failed` when nothing listens there, otherwise as for an exec
  public GuestProcess connect(int port, GuestProcess.Listener peer)
      throws VmmException, InterruptedException {
    ByteBuffer payload = new FieldWriter().number(Field.PORT, port).payload();
    GuestStream stream = begin(FrameType.CONNECT, payload, peer);
    String refusal = stream.refusal();
    if (refusal != null) {
      throw new VmmException("connection-failed", "port " + port + " of the VM: " + refusal);
    }
    return stream;
  }

  private GuestStream begin(FrameType how, ByteBuffer payload, GuestProcess.Listener execListener)
      throws VmmException, InterruptedException {
    GuestStream stream = open(execListener);
    outbound.offer(FrameCodec.encode(how, 0, stream.id(), payload));
    boolean answered = false;
    try {
      answered = stream.started().get(EXEC_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      outbound.offer(
          FrameCodec.encode(FrameType.SIGNAL, 0, stream.id(), ByteBuffer.wrap(new byte[] {9})));
    } catch (ExecutionException e) {
      throw new VmmException("exec-unavailable", "the guest did not answer", e);
    }
    if (!answered) {
      String reason = overReason;
      throw new VmmException(
          "exec-unavailable",
          reason == null
              ? "the guest did not answer within " + EXEC_PATIENCE.toSeconds() + " s"
              : "the guest is gone: " + reason);
    }
    return stream;
  }

  private GuestStream open(GuestProcess.Listener execListener) throws VmmException {
    if (execs.size() >= MAX_EXECS) {
      throw new VmmException(
          "exec-refused", "the VM runs " + MAX_EXECS + " execs already; end one of them first");
    }
    int id;
    do {
      id = lastExec.updateAndGet(last -> last >= FrameCodec.MAX_STREAM ? 1 : last + 1);
    } while (execs.containsKey(id));
    int chosen = id;
    GuestStream stream =
        new GuestStream(
            chosen,
            EXEC_WINDOW,
            outbound,
            new ExecEvents(execListener, () -> execs.remove(chosen)));
    execs.put(chosen, stream);
    String reason = overReason;
    if (reason != null && execs.remove(chosen) != null) {
      stream.lose(reason);
    }
    return stream;
  }

  /// Lets everything in the guest stand still, for a snapshot.
  ///
  /// @throws VmmException `snapshot-failed` when it does not say so in time
  public void freeze(Duration atMost) throws VmmException, InterruptedException {
    outbound.offer(FrameCodec.encode(FrameType.FREEZE, MAIN));
    try {
      frozen.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new VmmException(
          "snapshot-failed",
          "the guest did not stand still within " + atMost.toMillis() + " ms",
          e);
    } catch (ExecutionException e) {
      throw new VmmException("snapshot-failed", "the guest is gone: " + e.getMessage(), e);
    }
  }

  /// Makes a guest that goes on from a snapshot a machine of its own; it may be told before it goes
  /// on, and the listener hears when it has.
  public void restore(GuestIdentity identity) {
    outbound.offer(FrameCodec.encode(FrameType.RESTORE, 0, MAIN, CommandPayload.of(identity)));
  }

  /// The exit was recorded; the guest may power off.
  public void acknowledgeExit() {
    ByteBuffer what = ByteBuffer.wrap(new byte[] {FrameType.EXIT.code});
    outbound.offer(FrameCodec.encode(FrameType.ACK, 0, MAIN, what));
  }

  private void read() {
    ByteBuffer bytes = ByteBuffer.allocate(32 * 1024);
    try {
      while (channel.read(bytes.clear()) >= 0) {
        bytes.flip();
        do {
          decoder.feed(bytes);
          for (Frame frame = decoder.next(); frame != null; frame = decoder.next()) {
            receive(frame);
          }
        } while (bytes.hasRemaining());
      }
      end("the line to the guest was closed", false);
    } catch (IOException e) {
      end("the line to the guest broke: " + e.getMessage(), false);
    } catch (ProtocolViolation e) {
      end("the guest broke the protocol: " + e.getMessage(), true);
    }
  }

  private void receive(Frame frame) throws ProtocolViolation {
    if (!greeted && frame.type() != FrameType.HELLO) {
      throw new ProtocolViolation(frame.type() + " (expected: HELLO first)");
    }
    switch (frame.type()) {
      case HELLO -> {
        if (greeted) {
          throw new ProtocolViolation("a second HELLO");
        }
        greeted = true;
        GuestHello hello = GuestHello.read(frame);
        main.begin(hello);
        listener.hello(hello);
      }
      case READY -> listener.ready();
      case RESTORED -> listener.restored();
      case FROZEN -> frozen.complete(null);
      case PONG -> {}
      case FAILED -> listener.failed(Fields.clean(frame.payload()));
      case STARTED, STDOUT, STDERR, CREDIT, EXIT -> {
        toStream(frame);
        if (frame.stream() == MAIN && frame.type() == FrameType.STARTED) {
          listener.started();
        }
      }
      case CONFIG,
          RESTORE,
          EXEC,
          STDIN,
          SIGNAL,
          RESIZE,
          ACK,
          PING,
          SHUTDOWN,
          CLOCK,
          CONNECT,
          FREEZE ->
          throw new ProtocolViolation(frame.type() + " from a guest");
    }
  }

  private void toStream(Frame frame) throws ProtocolViolation {
    GuestStream stream = frame.stream() == MAIN ? main : execs.get(frame.stream());
    if (stream != null) {
      stream.receive(frame);
    } else if (frame.stream() > lastExec.get()) {
      throw new ProtocolViolation(frame.type() + " of an unknown stream " + frame.stream());
    }
  }

  private void end(String reason, boolean broken) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    violation = broken;
    overReason = reason;
    outbound.close();
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing more can be done with it.
    }
    main.lose(reason);
    frozen.completeExceptionally(new IOException(reason));
    for (GuestStream stream : execs.values()) {
      if (execs.remove(stream.id()) != null) {
        stream.lose(reason);
      }
    }
  }

  @Override
  public void close() {
    end("the agent let go of the VM", false);
  }

  private final class MainEvents implements StreamEvents {
    @Override
    public void output(byte stream, ByteBuffer data) {
      boolean error = stream == FrameCodec.CHANNEL_STDERR;
      listener.output(error ? OutputKind.STDERR : OutputKind.STDOUT, data);
    }

    @Override
    public void exited(GuestExit exit) {
      listener.exited(exit);
    }

    @Override
    public void lost(String reason) {
      listener.ended(reason, violation);
    }
  }
}

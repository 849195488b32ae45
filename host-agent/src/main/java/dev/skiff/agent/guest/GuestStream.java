package dev.skiff.agent.guest;

import dev.skiff.agent.guest.Deliveries.Delivery;
import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.VmmException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One process of a guest as the host sees it. Output is queued by the session's reader, at most
/// one window of it, and delivered by this stream's own virtual thread, which ends with the
/// process.
final class GuestStream implements GuestProcess {
  private static final Duration STDIN_PATIENCE = Duration.ofSeconds(30);

  private final int id;
  private final Outbound outbound;
  private final StreamEvents events;
  private final InboundWindow stdout;
  private final InboundWindow stderr;
  private final OutboundCredit stdin = new OutboundCredit();
  private final ReentrantLock windows = new ReentrantLock();
  private final Deliveries deliveries = new Deliveries();
  private final CompletableFuture<Boolean> started = new CompletableFuture<>();
  private volatile @Nullable String refusal;
  private boolean ended;

  GuestStream(int id, int window, Outbound outbound, StreamEvents events) {
    this.id = id;
    this.outbound = outbound;
    this.events = events;
    this.stdout = new InboundWindow("stdout of stream " + id, window);
    this.stderr = new InboundWindow("stderr of stream " + id, window);
    Thread.ofVirtual().name("guest-stream-" + id).start(this::deliver);
  }

  void refuseStdin(String reason) {
    stdin.close(reason);
  }

  int id() {
    return id;
  }

  /// Completes when the process runs (or has ended without running); false when the session ended
  /// before.
  CompletableFuture<Boolean> started() {
    return started;
  }

  /// Why it ended before it began; null when it has begun.
  @Nullable String refusal() {
    return refusal;
  }

  void begin(GuestHello hello) {
    windows.lock();
    try {
      stdout.begin(hello.stdoutOffset());
      stderr.begin(hello.stderrOffset());
    } finally {
      windows.unlock();
    }
    stdin.begin(hello.stdinOffset());
  }

  /// A frame for this stream; called by the session's reader only.
  void receive(Frame frame) throws ProtocolViolation {
    if (ended) {
      throw new ProtocolViolation(frame.type() + " after EXIT of stream " + id);
    }
    switch (frame.type()) {
      case STARTED -> started.complete(true);
      case STDOUT -> output(FrameCodec.CHANNEL_STDOUT, frame.payload());
      case STDERR -> output(FrameCodec.CHANNEL_STDERR, frame.payload());
      case CREDIT -> credit(frame.payload());
      case EXIT -> {
        GuestExit exit = GuestExit.read(frame);
        ended = true;
        refusal = started.isDone() ? null : exit.error();
        stdin.close("the process has ended");
        started.complete(true);
        deliveries.finish(new Delivery.Exited(exit));
      }
      case HELLO,
          CONFIG,
          READY,
          RESTORE,
          RESTORED,
          EXEC,
          STDIN,
          SIGNAL,
          RESIZE,
          ACK,
          PING,
          PONG,
          SHUTDOWN,
          FAILED,
          CLOCK,
          CONNECT,
          FREEZE,
          FROZEN ->
          throw new ProtocolViolation(frame.type() + " on stream " + id);
    }
  }

  private void output(byte channel, ByteBuffer data) throws ProtocolViolation {
    windows.lock();
    try {
      window(channel).receive(data.remaining());
    } finally {
      windows.unlock();
    }
    if (data.hasRemaining()) {
      deliveries.output(channel, data);
    }
  }

  private void credit(ByteBuffer payload) throws ProtocolViolation {
    if (payload.remaining() != 9 || payload.get(0) != FrameCodec.CHANNEL_STDIN) {
      throw new ProtocolViolation("CREDIT of stream " + id + " (expected: for stdin, 9 bytes)");
    }
    stdin.granted(payload.getLong(1));
  }

  private InboundWindow window(byte channel) {
    return channel == FrameCodec.CHANNEL_STDOUT ? stdout : stderr;
  }

  /// The session is over; nothing follows.
  void lose(String reason) {
    stdin.close(reason);
    started.complete(false);
    deliveries.finish(new Delivery.Lost(reason));
  }

  private void deliver() {
    try {
      while (true) {
        switch (deliveries.take()) {
          case Delivery.Output output -> {
            int length = output.data().remaining();
            events.output(output.channel(), output.data());
            grant(output.channel(), length);
          }
          case Delivery.Exited exited -> {
            events.exited(exited.exit());
            return;
          }
          case Delivery.Lost lost -> {
            events.lost(lost.reason());
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void grant(byte channel, int length) {
    windows.lock();
    try {
      outbound.offer(FrameCodec.credit(id, channel, window(channel).consume(length)));
    } finally {
      windows.unlock();
    }
  }

  @Override
  public void stdin(byte[] data) throws VmmException, InterruptedException {
    int at = 0;
    while (at < data.length) {
      int length = stdin.take(Math.min(data.length - at, FrameCodec.MAX_DATA), STDIN_PATIENCE);
      send(FrameType.STDIN, 0, ByteBuffer.wrap(data, at, length));
      at += length;
    }
  }

  @Override
  public void closeStdin() throws VmmException {
    send(FrameType.STDIN, FrameCodec.FLAG_EOF, ByteBuffer.allocate(0));
    stdin.close("it was closed before");
  }

  @Override
  public void signal(int signal) throws VmmException {
    if (signal < 1 || signal > 64) {
      throw new VmmException("invalid-signal", "signal: " + signal + " (expected: 1 to 64)");
    }
    send(FrameType.SIGNAL, 0, ByteBuffer.wrap(new byte[] {(byte) signal}));
  }

  @Override
  public void resize(int columns, int rows) throws VmmException {
    if (columns < 1 || rows < 1 || columns > 0xffff || rows > 0xffff) {
      throw new VmmException(
          "invalid-size", "terminal: %dx%d (expected: 1 to 65535)".formatted(columns, rows));
    }
    ByteBuffer size = ByteBuffer.allocate(4).putShort((short) columns).putShort((short) rows);
    send(FrameType.RESIZE, 0, size.flip());
  }

  private void send(FrameType type, int flags, ByteBuffer payload) throws VmmException {
    if (!outbound.offer(FrameCodec.encode(type, flags, id, payload))) {
      throw new VmmException("guest-gone", "the guest no longer listens");
    }
  }
}

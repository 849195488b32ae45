package dev.skiff.agent.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A WebSocket with a process at its other side: binary messages are a stream's number and its
/// bytes, text messages are JSON. Blocking, for virtual threads; a slow peer makes writers wait, a
/// slow process makes the peer wait.
final class GuestFrames {
  static final byte STDIN = 0;
  static final byte STDOUT = 1;
  static final byte STDERR = 2;

  /// Of a message, its first byte included.
  static final int MAX_MESSAGE = 64 * 1024;

  /// So many messages may have arrived before the socket is paused, and so many more before it
  /// obeys.
  private static final int PAUSE_AT = 16;

  private static final int MOST = 1_024;

  private final ServerWebSocket socket;
  private final BlockingQueue<Incoming> arrived = new LinkedBlockingQueue<>(MOST);

  /// What the peer says.
  sealed interface Incoming {
    record Stdin(Buffer data) implements Incoming {}

    record Control(JsonObject message) implements Incoming {}

    /// @param problem a sentence
    record Nonsense(String problem) implements Incoming {}

    record Gone() implements Incoming {}
  }

  GuestFrames(ServerWebSocket socket) {
    this.socket = socket;
    socket.binaryMessageHandler(message -> arrived(binary(message)));
    socket.textMessageHandler(message -> arrived(text(message)));
    socket.closeHandler(_ -> arrived(new Incoming.Gone()));
    socket.exceptionHandler(_ -> arrived(new Incoming.Gone()));
  }

  private static Incoming binary(Buffer message) {
    return message.length() > 1 && message.getByte(0) == STDIN
        ? new Incoming.Stdin(message.slice(1, message.length()))
        : new Incoming.Nonsense("binary message (expected: byte 0 and then standard input)");
  }

  private static Incoming text(String message) {
    try {
      return new Incoming.Control(new JsonObject(message));
    } catch (DecodeException e) {
      return new Incoming.Nonsense("text message: " + e.getMessage());
    }
  }

  private void arrived(Incoming message) {
    if (!arrived.offer(message)) {
      // A peer that goes on although it was paused.
      socket.close((short) 1008, "too many messages");
    } else if (arrived.size() >= PAUSE_AT) {
      socket.pause();
    }
  }

  /// The next message; null when none came in time.
  @Nullable Incoming next(Duration atMost) throws InterruptedException {
    Incoming message = arrived.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (arrived.size() < PAUSE_AT / 2) {
      socket.resume();
    }
    return message;
  }

  void send(JsonObject message) throws IOException, InterruptedException {
    Waits.written(socket.writeTextMessage(message.encode()));
  }

  void send(byte stream, byte[] data) throws IOException, InterruptedException {
    int most = MAX_MESSAGE - 1;
    for (int from = 0; from < data.length; from += most) {
      int length = Math.min(most, data.length - from);
      Buffer message = Buffer.buffer(length + 1).appendByte(stream);
      Waits.written(socket.writeBinaryMessage(message.appendBytes(data, from, length)));
    }
  }

  static JsonObject error(String code, String detail) {
    return new JsonObject().put("error", new JsonObject().put("code", code).put("detail", detail));
  }

  /// Says what is wrong and hangs up.
  void fail(short closeCode, String code, String detail) throws IOException, InterruptedException {
    send(error(code, detail));
    Waits.written(socket.close(closeCode, code));
  }

  void close() throws IOException, InterruptedException {
    Waits.written(socket.close((short) 1000));
  }

  boolean isClosed() {
    return socket.isClosed();
  }
}

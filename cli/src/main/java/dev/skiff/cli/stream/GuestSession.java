package dev.skiff.cli.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.console.GuestOutput;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Printable;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The client's side of an exec or attach WebSocket. A binary message is one byte that names the
/// stream (0 input, 1 output, 2 errors) and then data; a text message is a JSON object with one
/// member that says what happened or what to do. The next message is asked for only when the last
/// one has been written out, so that a slow terminal slows the guest down.
public final class GuestSession implements WebSocket.Listener {
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final long CLOSE_MILLIS = 1_000;
  private static final int MAX_TEXT = 64 * 1024;
  private static final byte INPUT = 0;
  private static final byte OUTPUT = 1;
  private static final byte ERRORS = 2;

  private final Surroundings surroundings;
  private final GuestOutput output;
  private final Runnable beforeFirst;
  private final CompletableFuture<Boolean> started = new CompletableFuture<>();
  private final CompletableFuture<SessionEnd> end = new CompletableFuture<>();
  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
  private final ReentrantLock sending = new ReentrantLock();
  private final StringBuilder text = new StringBuilder();
  private byte stream = -1;

  /// @param beforeFirst called once, before the first output or when the command has started
  public GuestSession(Surroundings surroundings, Runnable beforeFirst) {
    this.surroundings = surroundings;
    this.output = new GuestOutput(surroundings);
    this.beforeFirst = beforeFirst;
  }

  /// Completes when the session is over, never exceptionally but for a closed standard output.
  public CompletableFuture<SessionEnd> end() {
    return end;
  }

  /// Completes when the command runs and takes input, or when the session is over before that.
  CompletableFuture<?> startedOrOver() {
    return CompletableFuture.anyOf(started, end);
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket.complete(opened);
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    // A message may come in pieces; only its first byte names the stream.
    if (stream < 0 && data.hasRemaining()) {
      stream = data.get();
    }
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    begin();
    try {
      switch (stream) {
        case OUTPUT -> output.out(bytes, 0, bytes.length);
        case ERRORS -> output.err(bytes, 0, bytes.length);
        default -> end.complete(new SessionEnd.Lost("data on an unknown stream: " + stream));
      }
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    }
    if (last) {
      stream = -1;
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    if (text.length() + data.length() > MAX_TEXT) {
      end.complete(new SessionEnd.Lost("a message of more than 64 KiB"));
      return null;
    }
    text.append(data);
    if (last) {
      try {
        heard(JSON.readTree(text.toString()));
      } catch (IOException e) {
        end.complete(new SessionEnd.Lost("a message that is no JSON"));
      }
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end.complete(new SessionEnd.Lost(reason.isEmpty() ? "closed with code " + code : reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    String message = error.getMessage();
    end.complete(new SessionEnd.Lost(message == null ? error.getClass().getSimpleName() : message));
  }

  private void heard(JsonNode message) {
    if (message.has("started")) {
      begin();
    } else if (message.has("exit")) {
      JsonNode code = message.path("exit");
      end.complete(
          code.isInt()
              ? new SessionEnd.Exited(code.intValue())
              : new SessionEnd.Failed(
                  message.path("failure").asText(""), message.path("detail").asText("")));
    } else if (message.has("error")) {
      JsonNode error = message.path("error");
      failed(error.path("code").asText(""), error.path("detail").asText(""));
    } else if (message.has("dropped")) {
      say(message.path("dropped").asText(""));
    }
  }

  private void failed(String code, String detail) {
    if (code.equals("stdin-closed")) {
      // The command reads no more, but it goes on.
      say(detail);
    } else {
      end.complete(new SessionEnd.Failed(code, detail));
    }
  }

  private void begin() {
    if (started.complete(true)) {
      beforeFirst.run();
    }
  }

  private void say(String sentence) {
    surroundings.err().println("skiff: " + Printable.oneLine(sentence));
  }

  /// Sends input; blocks while the connection is full.
  void input(byte[] data, int length) {
    byte[] message = new byte[length + 1];
    message[0] = INPUT;
    System.arraycopy(data, 0, message, 1, length);
    transmit(webSocket -> webSocket.sendBinary(ByteBuffer.wrap(message), true));
  }

  void closeInput() {
    send(NODES.objectNode().put("closeStdin", true));
  }

  /// Sends a signal to the command, by number.
  public void signal(int number) {
    send(NODES.objectNode().put("signal", number));
  }

  void resize(int columns, int rows) {
    ObjectNode size = NODES.objectNode().put("columns", columns).put("rows", rows);
    send(NODES.objectNode().set("resize", size));
  }

  /// Lets go of the command; it stays as it is.
  void detach() {
    end.complete(new SessionEnd.Detached());
  }

  /// Closes the connection when all that was sent is on its way; breaks it where that takes long.
  public void close() {
    WebSocket opened = socket.getNow(null);
    if (opened == null) {
      return;
    }
    try {
      if (!opened.isOutputClosed()) {
        opened.sendClose(WebSocket.NORMAL_CLOSURE, "").get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      opened.abort();
    } catch (InterruptedException e) {
      opened.abort();
      Thread.currentThread().interrupt();
    }
  }

  void send(ObjectNode message) {
    transmit(webSocket -> webSocket.sendText(message.toString(), true));
  }

  private void transmit(Function<WebSocket, CompletableFuture<WebSocket>> what) {
    // The JDK's WebSocket takes one message at a time.
    sending.lock();
    try {
      what.apply(socket.join()).join();
    } catch (CompletionException e) {
      end.complete(new SessionEnd.Lost("the connection is gone"));
    } finally {
      sending.unlock();
    }
  }
}

package dev.skiff.agent.http;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A WebSocket client that keeps what it hears: text as it is, binary as `<stream>:<text>`, and in
/// the end `closed <code>`.
final class TestSocket implements WebSocket.Listener {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;

  static TestSocket open(HttpClient client, URI uri) throws Exception {
    TestSocket listener = new TestSocket();
    listener.socket =
        client.newWebSocketBuilder().buildAsync(uri, listener).get(20, TimeUnit.SECONDS);
    return listener;
  }

  private WebSocket socket() {
    return Objects.requireNonNull(socket);
  }

  void say(String text) throws Exception {
    socket().sendText(text, true).get(20, TimeUnit.SECONDS);
  }

  void stdin(String text) throws Exception {
    byte[] bytes = ("\0" + text).getBytes(StandardCharsets.UTF_8);
    socket().sendBinary(ByteBuffer.wrap(bytes), true).get(20, TimeUnit.SECONDS);
  }

  String next() throws Exception {
    String next = heard.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  JsonObject nextJson() throws Exception {
    return new JsonObject(next());
  }

  void hangUp() throws Exception {
    socket().sendClose(1000, "").get(20, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      heard.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte stream = data.get();
    heard.add(stream + ":" + StandardCharsets.UTF_8.decode(data));
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    heard.add("closed " + code);
    return CompletableFuture.completedFuture(null);
  }
}

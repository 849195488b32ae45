package dev.skiff.agent.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A request's body for a reader that blocks. The peer is made to wait for the reader.
final class BodyStream extends InputStream {
  private static final long PATIENCE_SECONDS = 60;

  private final HttpServerRequest request;
  private final long most;
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private byte[] current = {};
  private int position;
  private long total;
  private boolean ended;
  private volatile boolean tooLarge;

  private sealed interface Part {
    record Data(Buffer data) implements Part {}

    record End() implements Part {}

    record Broken(Throwable cause) implements Part {}
  }

  /// To be called on the event loop with a request that is paused. One part at a time is asked for,
  /// so no more than the connection's buffer ever waits.
  ///
  /// @param most bytes
  BodyStream(HttpServerRequest request, long most) {
    this.request = request;
    this.most = most;
    request.handler(data -> parts.add(new Part.Data(data)));
    request.endHandler(_ -> parts.add(new Part.End()));
    request.exceptionHandler(cause -> parts.add(new Part.Broken(cause)));
  }

  boolean tooLarge() {
    return tooLarge;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (position == current.length) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, into, offset, count);
    position += count;
    return count;
  }

  private void fill() throws IOException {
    request.fetch(1);
    Part part;
    try {
      part = parts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the body was read", e);
    }
    switch (part) {
      case null -> throw new IOException("nothing of the body came for a minute");
      case Part.Data(Buffer data) -> {
        total += data.length();
        if (total > most) {
          tooLarge = true;
          throw new IOException("the body has more than %d bytes".formatted(most));
        }
        current = data.getBytes();
        position = 0;
      }
      case Part.End() -> ended = true;
      case Part.Broken(Throwable cause) ->
          throw new IOException("the body broke off: " + cause.getMessage(), cause);
    }
  }
}

package dev.skiff.gateway.agent;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A stream that fails when more is written to it than it may hold.
final class BoundedWrite implements WriteStream<Buffer> {
  private final WriteStream<Buffer> target;
  private final long most;
  private final Supplier<? extends Throwable> tooMuch;
  private long written;

  BoundedWrite(WriteStream<Buffer> target, long most, Supplier<? extends Throwable> tooMuch) {
    this.target = target;
    this.most = most;
    this.tooMuch = tooMuch;
  }

  long written() {
    return written;
  }

  @Override
  public Future<Void> write(Buffer data) {
    written += data.length();
    return written > most ? Future.failedFuture(tooMuch.get()) : target.write(data);
  }

  @Override
  public Future<Void> end() {
    return target.end();
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    target.exceptionHandler(handler);
    return this;
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
    target.setWriteQueueMaxSize(maxSize);
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return target.writeQueueFull();
  }

  @Override
  public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
    target.drainHandler(handler);
    return this;
  }
}

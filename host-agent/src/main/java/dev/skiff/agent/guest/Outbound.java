package dev.skiff.agent.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Frames on their way to a guest. Bounded: a guest that stops reading ends its session instead of
/// filling memory or holding a caller up. Its writer is a virtual thread that ends with [#close].
final class Outbound {
  private static final int MAX_QUEUED = 8 << 20;

  private final SocketChannel channel;
  private final Consumer<String> broken;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition queued = lock.newCondition();
  private final ArrayDeque<ByteBuffer> frames = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /// @param broken told once why nothing can be sent any more
  Outbound(SocketChannel channel, Consumer<String> broken) {
    this.channel = channel;
    this.broken = broken;
  }

  void start() {
    Thread.ofVirtual().name("guest-writer").start(this::write);
  }

  /// Queues a frame; false when the session is over.
  boolean offer(ByteBuffer frame) {
    lock.lock();
    try {
      if (closed || bytes + frame.remaining() > MAX_QUEUED) {
        if (!closed) {
          closed = true;
          frames.clear();
          Thread.startVirtualThread(() -> broken.accept("the guest does not read what it is sent"));
        }
        return false;
      }
      frames.add(frame);
      bytes += frame.remaining();
      queued.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    try {
      for (ByteBuffer frame = take(); frame != null; frame = take()) {
        while (frame.hasRemaining()) {
          channel.write(frame);
        }
      }
    } catch (IOException e) {
      broken.accept("the line to the guest broke: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @org.jspecify.annotations.Nullable ByteBuffer take() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && frames.isEmpty()) {
        queued.await();
      }
      ByteBuffer frame = closed ? null : frames.remove();
      bytes -= frame == null ? 0 : frame.remaining();
      return frame;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      frames.clear();
      queued.signal();
    } finally {
      lock.unlock();
    }
  }
}

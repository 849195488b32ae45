package dev.skiff.dispatcher.app;

import dev.skiff.contracts.invocation.InvocationRecord;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.dispatcher.core.DispatchInput;
import dev.skiff.kafka.Received;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One stretch of time in which a dispatcher owns a partition, from a claim until it lets go: what
/// happens in it, and how far its invocations were read. What comes late falls into a stretch that
/// is over, and the next one is read from where it begins.
final class Ownership {
  private static final int MOST_WAITING = 20_000;

  private final BlockingQueue<DispatchInput> happened = new LinkedBlockingQueue<>();
  private volatile long readNext;
  private volatile boolean full;

  /// @param readFrom where its invocations are to be read first
  Ownership(long readFrom) {
    this.readNext = readFrom;
  }

  /// Where its invocations are to be read next.
  long readNext() {
    return readNext;
  }

  /// A record of its invocations was read. Called by the one thread that reads.
  void read(Received<InvocationRecord> received) {
    readNext = received.offset() + 1;
    add(
        received.decoded()
                instanceof Decoded.Ok<? extends InvocationRecord>(InvocationRecord record)
            ? new DispatchInput.Read(received.offset(), record, received.bytes())
            : new DispatchInput.Passed(received.offset()));
  }

  void add(DispatchInput input) {
    happened.add(input);
  }

  /// The next thing that happens; null when nothing does in time.
  @Nullable DispatchInput next(long atMostMicros) throws InterruptedException {
    return happened.poll(Math.max(0, atMostMicros), TimeUnit.MICROSECONDS);
  }

  /// Takes more of what has happened, without waiting.
  void drainTo(Collection<DispatchInput> inputs, int most) {
    happened.drainTo(inputs, most);
  }

  /// Whether it has as much to do as it can hold.
  boolean isFull() {
    return full || happened.size() > MOST_WAITING;
  }

  void full(boolean now) {
    full = now;
  }
}

package dev.skiff.dispatcher.app;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.invocation.InvocationRecord;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.dispatcher.core.Decided;
import dev.skiff.dispatcher.core.DispatchEffect;
import dev.skiff.dispatcher.core.DispatchInput;
import dev.skiff.dispatcher.core.PartitionMachine;
import dev.skiff.dispatcher.trigger.InvocationSink;
import dev.skiff.dispatcher.trigger.Triggers;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.Received;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns one partition of invocations, on a thread of its own: takes what happens, lets the machine
/// decide, writes receipts, and has the rest carried out. What it knows beside Kafka is thrown away
/// whenever anything is in doubt; it then begins anew.
final class PartitionOwner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionOwner.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final int MOST_AT_ONCE = 500;

  private static final int MOST_HELD = 20_000;
  private static final long MOST_HELD_BYTES = 64L << 20;

  private final int partition;
  private final DispatcherParts parts;

  /// What happens, for as long as the partition is owned: what comes late falls into the inbox of
  /// an ownership that is over.
  private volatile BlockingQueue<DispatchInput> inbox = new LinkedBlockingQueue<>();

  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable String lost;
  private volatile long readNext = -1;
  private volatile boolean full;

  PartitionOwner(int partition, DispatcherParts parts) {
    this.partition = partition;
    this.parts = parts;
    this.thread = Thread.ofVirtual().name("partition-" + partition).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Where its invocations are to be read next; -1 while it does not know.
  long readNext() {
    return readNext;
  }

  /// Whether it has as much to do as it can hold.
  boolean isFull() {
    return full || inbox.size() > MOST_HELD;
  }

  /// A record of its invocations was read; it counts if it is the next one.
  void read(Received<InvocationRecord> received) {
    if (received.offset() < readNext || readNext < 0) {
      return;
    }
    readNext = received.offset() + 1;
    inbox.add(
        received.decoded()
                instanceof Decoded.Ok<? extends InvocationRecord>(InvocationRecord record)
            ? new DispatchInput.Read(received.offset(), record, received.bytes())
            : new DispatchInput.Passed(received.offset()));
  }

  private void run() {
    while (!closed) {
      try {
        own();
      } catch (KafkaUnreachableException
          | PositionLostException
          | ClaimLostException
          | FleetException e) {
        LOG.warn("partition {}: not owned, trying again: {}", partition, e.getMessage());
        pause();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | LinkageError e) {
        if (!closed) {
          LOG.error("partition {}: begins anew", partition, e);
        }
        pause();
      } finally {
        readNext = -1;
      }
    }
  }

  private void own()
      throws KafkaUnreachableException,
          PositionLostException,
          ClaimLostException,
          FleetException,
          InterruptedException {
    lost = null;
    parts.functions().awaitWhole();
    BlockingQueue<DispatchInput> fresh = new LinkedBlockingQueue<>();
    inbox = fresh;
    Receipts receipts =
        Receipts.claim(
            parts.config().kafka(),
            partition,
            parts.config().id(),
            parts.writer(),
            why -> lost = why,
            now());
    PartitionMachine machine = new PartitionMachine(receipts.history(), new SplittableRandom());
    Carrier carrier = new Carrier(partition, receipts.epoch(), parts, fresh::add);
    LOG.info(
        "partition {}: owned, claim {}, from invocation {}",
        partition,
        receipts.epoch(),
        machine.settledBelow());
    try (Triggers triggers =
        new Triggers(parts.config().kafka(), new Sink(), InstantSource.system())) {
      // What is there is known before it is decided what is missing.
      for (FunctionId function : parts.functions().of(partition)) {
        fresh.add(new DispatchInput.Found(function, carrier.find(function)));
      }
      parts.functions().listen(partition, new Listener(fresh, triggers));
      readNext = machine.settledBelow();
      parts.wakeReader().run();
      work(fresh, receipts, machine, carrier);
    }
  }

  private void work(
      BlockingQueue<DispatchInput> happened,
      Receipts receipts,
      PartitionMachine machine,
      Carrier carrier)
      throws ClaimLostException, InterruptedException {
    long tickAt = 0;
    List<DispatchInput> inputs = new ArrayList<>();
    while (!closed) {
      String why = lost;
      if (why != null) {
        LOG.warn("partition {}: let go: {}", partition, why);
        return;
      }
      inputs.clear();
      DispatchInput first = happened.poll(Math.max(0, tickAt - now()), TimeUnit.MICROSECONDS);
      if (first != null) {
        inputs.add(first);
        happened.drainTo(inputs, MOST_AT_ONCE);
      }
      long now = now();
      if (now >= tickAt) {
        inputs.add(new DispatchInput.Tick());
      }
      List<ReceiptEvent> events = new ArrayList<>();
      for (DispatchInput input : inputs) {
        Decided decided = machine.handle(input, now);
        events.addAll(decided.receipts());
        for (DispatchEffect effect : decided.effects()) {
          if (effect instanceof DispatchEffect.StepDown(String reason)) {
            lost = reason;
          } else {
            carrier.carryOut(effect);
          }
        }
      }
      if (!events.isEmpty()) {
        receipts.write(events, machine.settledBelow(), now);
      }
      full = machine.held() > MOST_HELD || machine.heldBytes() > MOST_HELD_BYTES;
      tickAt = machine.dueAt(now);
    }
  }

  /// What functions there are is told to the machine and to those who run triggers.
  private static final class Listener implements FunctionTable.Listener {
    private final BlockingQueue<DispatchInput> happened;
    private final Triggers triggers;

    Listener(BlockingQueue<DispatchInput> happened, Triggers triggers) {
      this.happened = happened;
      this.triggers = triggers;
    }

    @Override
    public void deployed(FunctionSpec spec, long version, long at) {
      happened.add(new DispatchInput.Deployed(spec, version));
      triggers.deployed(spec, Instant.EPOCH.plus(at, ChronoUnit.MICROS));
    }

    @Override
    public void removed(FunctionId function) {
      happened.add(new DispatchInput.Removed(function));
      triggers.removed(function);
    }
  }

  /// Triggers write where everybody else does; this partition reads it from there.
  private final class Sink implements InvocationSink {
    @Override
    public CompletableFuture<?> write(Invoke invoke) {
      return parts
          .writer()
          .send(Lane.invocations(parts.config().kafka().topics(), partition), null, invoke);
    }

    @Override
    public boolean isFull() {
      return PartitionOwner.this.isFull();
    }

    @Override
    public void refuse(Invoke invoke, String code, String detail) throws InterruptedException {
      parts.deliveries().refuse(invoke, code, detail);
    }
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private void pause() {
    try {
      Thread.sleep(AGAIN_AFTER);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}

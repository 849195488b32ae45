package dev.skiff.dispatcher.app;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.dispatcher.core.Decided;
import dev.skiff.dispatcher.core.DispatchEffect;
import dev.skiff.dispatcher.core.DispatchInput;
import dev.skiff.dispatcher.core.PartitionMachine;
import dev.skiff.dispatcher.trigger.InvocationSink;
import dev.skiff.dispatcher.trigger.Triggers;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.LaneAdmin;
import dev.skiff.kafka.PositionLostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns one partition of invocations, on a thread of its own: takes what happens, lets the machine
/// decide, writes receipts, and has the rest carried out. What it knows beside Kafka is thrown away
/// whenever anything is in doubt; it then begins anew.
final class PartitionOwner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionOwner.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int MOST_AT_ONCE = 500;
  private static final int MOST_HELD = 20_000;
  private static final long MOST_HELD_BYTES = 64L << 20;

  private final int partition;
  private final DispatcherParts parts;
  private final Thread thread;
  private volatile @Nullable Ownership current;
  private volatile boolean closed;
  private volatile @Nullable String lost;

  PartitionOwner(int partition, DispatcherParts parts) {
    this.partition = partition;
    this.parts = parts;
    this.thread = Thread.ofVirtual().name("partition-" + partition).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Null while it does not own the partition, or does not know its way yet.
  @Nullable Ownership current() {
    return current;
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
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | LinkageError e) {
        if (!closed) {
          LOG.error("partition {}: begins anew", partition, e);
        }
      } finally {
        current = null;
      }
      // Whoever has lost a partition does not claim it again at once: no duels.
      pause();
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
    // Triggers write there; a topic that the writer does not know yet would be refused.
    parts
        .writer()
        .awaitReady(List.of(Lane.invocations(parts.config().kafka().topics(), partition)), ANSWER);
    Receipts receipts =
        Receipts.claim(
            parts.config().kafka(),
            partition,
            parts.config().id(),
            parts.writer(),
            why -> lost = why,
            now());
    long readFrom = Math.max(receipts.history().settledBelow(), oldestInvocation());
    PartitionMachine machine =
        new PartitionMachine(receipts.history(), readFrom, new SplittableRandom());
    Ownership ownership = new Ownership(readFrom);
    Carrier carrier = new Carrier(partition, receipts.epoch(), parts, ownership::add);
    LOG.info(
        "partition {}: owned, claim {}, from invocation {}", partition, receipts.epoch(), readFrom);
    try (Triggers triggers =
        new Triggers(parts.config().kafka(), new Sink(ownership), InstantSource.system())) {
      // What is there is known before it is decided what is missing.
      for (FunctionId function : parts.functions().of(partition)) {
        ownership.add(new DispatchInput.Found(function, carrier.find(function)));
      }
      parts.functions().listen(partition, new Listener(ownership, triggers));
      current = ownership;
      parts.wakeReader().run();
      work(ownership, receipts, machine, carrier);
    }
  }

  /// What is older is deleted, whether it was carried out or not.
  private long oldestInvocation() throws KafkaUnreachableException, InterruptedException {
    KafkaSettings kafka = parts.config().kafka();
    try (LaneAdmin admin = LaneAdmin.open(kafka)) {
      return admin.beginning(Lane.invocations(kafka.topics(), partition));
    }
  }

  private void work(
      Ownership ownership, Receipts receipts, PartitionMachine machine, Carrier carrier)
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
      DispatchInput first = ownership.next(tickAt - now());
      if (first != null) {
        inputs.add(first);
        ownership.drainTo(inputs, MOST_AT_ONCE);
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
      ownership.full(machine.held() > MOST_HELD || machine.heldBytes() > MOST_HELD_BYTES);
      tickAt = machine.dueAt(now);
    }
  }

  /// What functions there are is told to the machine and to those who run triggers.
  private static final class Listener implements FunctionTable.Listener {
    private final Ownership ownership;
    private final Triggers triggers;

    Listener(Ownership ownership, Triggers triggers) {
      this.ownership = ownership;
      this.triggers = triggers;
    }

    @Override
    public void deployed(FunctionSpec spec, long version, long at) {
      ownership.add(new DispatchInput.Deployed(spec, version));
      triggers.deployed(spec, Instant.EPOCH.plus(at, ChronoUnit.MICROS));
    }

    @Override
    public void removed(FunctionId function) {
      ownership.add(new DispatchInput.Removed(function));
      triggers.removed(function);
    }
  }

  /// Triggers write where everybody else does; this partition reads it from there.
  private final class Sink implements InvocationSink {
    private final Ownership ownership;

    Sink(Ownership ownership) {
      this.ownership = ownership;
    }

    @Override
    public CompletableFuture<?> write(Invoke invoke) {
      return parts
          .writer()
          .send(Lane.invocations(parts.config().kafka().topics(), partition), null, invoke);
    }

    @Override
    public boolean isFull() {
      return ownership.isFull();
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

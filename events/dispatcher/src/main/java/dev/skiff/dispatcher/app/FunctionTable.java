package dev.skiff.dispatcher.app;

import dev.skiff.contracts.Topics;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionRecord;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The functions that there are: the fold of `skiff.functions`, told to whoever owns their
/// partition.
final class FunctionTable implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionTable.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// Whoever owns the partition of a function.
  interface Listener {
    /// @param at when, microseconds since the epoch
    void deployed(FunctionSpec spec, long version, long at);

    void removed(FunctionId function);
  }

  private record Deployed(FunctionSpec spec, long version, long at) {}

  private final KafkaSettings settings;
  private final Map<FunctionId, Deployed> functions = new HashMap<>();
  private final Map<Integer, Listener> listeners = new HashMap<>();
  private final Thread thread = Thread.ofVirtual().name("functions").unstarted(this::run);
  private final CountDownLatch whole = new CountDownLatch(1);
  private long next;
  private volatile boolean closed;

  FunctionTable(KafkaSettings settings) {
    this.settings = settings.withClientId(settings.clientId() + "-functions");
  }

  void start() {
    thread.start();
  }

  /// Waits until all functions are known that were there at the start: whoever begins without them
  /// would not look for their VMs.
  void awaitWhole() throws FleetException, InterruptedException {
    if (!whole.await(ANSWER.toSeconds(), TimeUnit.SECONDS)) {
      throw new FleetException("functions-unread", "the functions have not been read yet");
    }
  }

  /// The functions of a partition that are known now.
  synchronized List<FunctionId> of(int partition) {
    return functions.keySet().stream()
        .filter(id -> id.partition(Topics.INVOCATION_PARTITIONS) == partition)
        .toList();
  }

  /// Tells a partition's owner of its functions, those that are there at once. A listener that was
  /// there before hears no more.
  synchronized void listen(int partition, Listener listener) {
    listeners.put(partition, listener);
    for (FunctionId id : of(partition)) {
      Deployed function = functions.get(id);
      if (function != null) {
        listener.deployed(function.spec(), function.version(), function.at());
      }
    }
  }

  private void run() {
    Lane<FunctionRecord> lane = Lane.functions(settings.topics());
    while (!closed) {
      try (RecordReader<FunctionRecord> reader =
          RecordReader.open(
              settings,
              ReaderTuning.defaults(),
              null,
              List.of(next == 0 ? lane.fromBeginning() : lane.at(next)))) {
        long end = reader.endOffset(lane, ANSWER);
        while (!closed) {
          if (reader.position(lane) >= end) {
            whole.countDown();
          }
          reader.poll(POLL).forEach(this::take);
        }
      } catch (KafkaUnreachableException | PositionLostException e) {
        LOG.warn("functions cannot be read, trying again: {}", e.getMessage());
        next = 0;
        pause();
      } catch (RuntimeException e) {
        // Closing interrupts a poll, which Kafka tells in this way.
        if (!closed) {
          LOG.error("functions cannot be read, trying again", e);
          next = 0;
          pause();
        }
      }
    }
  }

  private synchronized void take(Received<FunctionRecord> received) {
    next = received.offset() + 1;
    FunctionRecord record;
    switch (received.decoded()) {
      case Decoded.Ok<? extends FunctionRecord>(FunctionRecord read) -> record = read;
      case Decoded.Skipped<? extends FunctionRecord> _ -> {
        return;
      }
      case Decoded.Refused<? extends FunctionRecord>(String reason) -> {
        LOG.warn("record {} of functions cannot be read: {}", received.offset(), reason);
        return;
      }
      case Decoded.TooNew<? extends FunctionRecord>(String type) ->
          throw new IllegalStateException("this dispatcher is too old to read " + type);
    }
    Listener listener = listeners.get(record.id().partition(Topics.INVOCATION_PARTITIONS));
    switch (record) {
      case FunctionRecord.Deployed(FunctionSpec spec, long at) -> {
        functions.put(spec.id(), new Deployed(spec, received.offset(), at));
        if (listener != null) {
          listener.deployed(spec, received.offset(), at);
        }
      }
      case FunctionRecord.Removed removed -> {
        functions.remove(removed.id());
        if (listener != null) {
          listener.removed(removed.id());
        }
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE);
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

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The functions that there are: the fold of `skiff.functions`, told to whoever owns their
/// partition.
final class FunctionTable implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionTable.class);
  private static final Duration POLL = Duration.ofSeconds(1);
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
  private long next;
  private volatile boolean closed;

  FunctionTable(KafkaSettings settings) {
    this.settings = settings.withClientId(settings.clientId() + "-functions");
  }

  void start() {
    thread.start();
  }

  /// Tells a partition's owner of its functions, those that are there at once. A listener that was
  /// there before hears no more.
  synchronized List<FunctionId> listen(int partition, Listener listener) {
    listeners.put(partition, listener);
    List<FunctionId> told = new ArrayList<>();
    functions.forEach((id, function) -> {
      if (id.partition(Topics.INVOCATION_PARTITIONS) == partition) {
        listener.deployed(function.spec(), function.version(), function.at());
        told.add(id);
      }
    });
    return told;
  }

  private void run() {
    while (!closed) {
      try (RecordReader<FunctionRecord> reader =
          RecordReader.open(
              settings,
              ReaderTuning.defaults(),
              null,
              List.of(
                  next == 0
                      ? Lane.functions(settings.topics()).fromBeginning()
                      : Lane.functions(settings.topics()).at(next)))) {
        while (!closed) {
          reader.poll(POLL).forEach(this::take);
        }
      } catch (KafkaUnreachableException | PositionLostException e) {
        LOG.warn("functions cannot be read, trying again: {}", e.getMessage());
        next = 0;
        pause();
      }
    }
  }

  private synchronized void take(Received<FunctionRecord> received) {
    next = received.offset() + 1;
    if (!(received.decoded()
        instanceof Decoded.Ok<? extends FunctionRecord>(FunctionRecord record))) {
      return;
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

package dev.skiff.gateway.functions;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionRecord;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The functions that there are: `skiff.functions`, folded from its beginning. Safe for concurrent
/// use.
public final class FunctionTable implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionTable.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final Lane<FunctionRecord> lane;
  private final Tailing tailing = new Tailing("functions", this::follow);
  private volatile ConcurrentSkipListMap<FunctionId, Deployment> functions =
      new ConcurrentSkipListMap<>();
  private volatile boolean caughtUp;
  private volatile @Nullable RecordReader<FunctionRecord> reading;

  /// The offset up to which it has been read; guarded by this.
  private long next;

  FunctionTable(KafkaSettings settings) {
    this.settings = settings;
    this.lane = Lane.functions(settings.topics());
  }

  void start() {
    tailing.start();
  }

  /// Whether all was read that was there when reading began.
  public boolean isCaughtUp() {
    return caughtUp;
  }

  public String detail() {
    return tailing.detail();
  }

  public Optional<Deployment> find(FunctionId id) {
    requireCaughtUp();
    return Optional.ofNullable(functions.get(id));
  }

  /// @throws Problem when there is none
  public Deployment get(FunctionId id) {
    return find(id)
        .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "there is no function " + id));
  }

  /// All, by namespace and name.
  public Collection<Deployment> all() {
    requireCaughtUp();
    return functions.values();
  }

  public int size() {
    return functions.size();
  }

  /// Waits until the record at an offset has been read.
  ///
  /// @return whether it has
  synchronized boolean await(long offset, Duration atMost) throws InterruptedException {
    long giveUp = System.nanoTime() + atMost.toNanos();
    while (next <= offset) {
      long left = giveUp - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  private void requireCaughtUp() {
    if (!caughtUp) {
      throw Problem.of(
              ProblemCode.KAFKA_UNREACHABLE,
              "The functions have not been read yet (%s); try again".formatted(tailing.detail()))
          .retryAfter(1);
    }
  }

  private void follow() throws KafkaUnreachableException, PositionLostException {
    ConcurrentSkipListMap<FunctionId, Deployment> folding = new ConcurrentSkipListMap<>();
    try (RecordReader<FunctionRecord> reader =
        RecordReader.open(
            settings,
            ReaderTuning.defaults().withFetchWait(POLL),
            null,
            List.of(lane.fromBeginning()))) {
      reading = reader;
      long end = reader.endOffset(lane, ANSWER);
      boolean shown = false;
      while (!tailing.isClosed()) {
        if (!shown && reader.position(lane) >= end) {
          // What a reader that had to begin anew has not read yet is not shown as gone.
          functions = folding;
          shown = true;
          caughtUp = true;
          tailing.say("%d functions".formatted(folding.size()));
        }
        for (Received<FunctionRecord> received : reader.poll(POLL)) {
          take(folding, received);
          arrivedAt(received.offset() + 1);
        }
      }
    } finally {
      reading = null;
    }
  }

  private synchronized void arrivedAt(long offset) {
    next = offset;
    notifyAll();
  }

  private static void take(
      ConcurrentSkipListMap<FunctionId, Deployment> folding, Received<FunctionRecord> received) {
    switch (received.decoded()) {
      case Decoded.Ok<? extends FunctionRecord>(FunctionRecord.Deployed deployed) ->
          folding.put(deployed.id(), Deployment.of(received.offset(), deployed));
      case Decoded.Ok<? extends FunctionRecord>(FunctionRecord.Removed removed) ->
          folding.remove(removed.id());
      case Decoded.Skipped<? extends FunctionRecord> _ -> forget(folding, received.key());
      case Decoded.Refused<? extends FunctionRecord>(String reason) ->
          LOG.warn("record {} of functions cannot be read: {}", received.offset(), reason);
      case Decoded.TooNew<? extends FunctionRecord>(String type) ->
          throw new IllegalStateException("this gateway is too old to read " + type);
    }
  }

  /// A tombstone stands where a function was.
  private static void forget(
      ConcurrentSkipListMap<FunctionId, Deployment> folding, @Nullable String key) {
    if (key != null) {
      try {
        folding.remove(FunctionId.parse(key));
      } catch (IllegalArgumentException e) {
        LOG.debug("a key of functions names none: {}", key);
      }
    }
  }

  @Override
  public void close() {
    RecordReader<FunctionRecord> reader = reading;
    if (reader != null) {
      reader.wakeup();
    }
    tailing.close();
  }
}

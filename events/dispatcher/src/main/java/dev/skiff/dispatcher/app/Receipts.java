package dev.skiff.dispatcher.app;

import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.contracts.invocation.ReceiptFold;
import dev.skiff.contracts.invocation.ReceiptRecord;
import dev.skiff.contracts.invocation.ReceiptRecord.PartitionClaim;
import dev.skiff.contracts.invocation.ReceiptRecord.Progress;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.dispatcher.core.PartitionHistory;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriteCallback;
import dev.skiff.kafka.WriteFailedException;
import dev.skiff.kafka.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A partition of `skiff.receipts` as its owner uses it: read, claimed, and written to under the
/// claim. One thread.
final class Receipts {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int BATCH_BYTES = 512 * 1024;

  /// A claim is followed by another one after so many records, so that a takeover reads little, and
  /// after five minutes, so that whoever begins to read in the middle meets one.
  private static final long RECORDS_PER_CLAIM = 2_000;

  private static final long MICROS_PER_CLAIM = 300_000_000;

  /// What comes together shares a record up to so many events.
  private static final int BATCH_EVENTS = 500;

  private final RecordWriter writer;
  private final Lane<ReceiptRecord> lane;
  private final String dispatcher;
  private final Consumer<String> lost;
  private final PartitionHistory history;
  private long claim;
  private long epoch;
  private String nonce = "";
  private long seq;
  private long claimedAt;
  private volatile long lastOffset;
  private volatile boolean failed;

  private Receipts(
      RecordWriter writer,
      Lane<ReceiptRecord> lane,
      String dispatcher,
      Consumer<String> lost,
      PartitionHistory history,
      long claim) {
    this.writer = writer;
    this.lane = lane;
    this.dispatcher = dispatcher;
    this.lost = lost;
    this.history = history;
    this.claim = claim;
  }

  /// Reads what must be known, and claims the partition.
  ///
  /// @param now microseconds since the epoch
  /// @param lost told, on any thread, when the claim is not to be trusted any more, and why
  static Receipts claim(
      KafkaSettings settings,
      int partition,
      String dispatcher,
      RecordWriter writer,
      Consumer<String> lost,
      long now)
      throws KafkaUnreachableException,
          PositionLostException,
          ClaimLostException,
          InterruptedException {
    Lane<ReceiptRecord> lane = Lane.receipts(settings.topics(), partition);
    writer.awaitReady(List.of(lane), ANSWER);
    try (RecordReader<ReceiptRecord> reader =
        RecordReader.open(
            settings,
            ReaderTuning.defaults().withFetchWait(Duration.ofMillis(50)),
            null,
            List.of(lane.fromBeginning()))) {
      long beginning = reader.beginningOffset(lane, ANSWER);
      long end = reader.endOffset(lane, ANSWER);
      long from = Math.max(beginning, readFrom(reader, lane, beginning, end));
      ReceiptFold fold = new ReceiptFold(from == 0);
      PartitionHistory history = new PartitionHistory();
      reader.seek(lane, from);
      read(reader, lane, end, fold, history);
      Receipts receipts = new Receipts(writer, lane, dispatcher, lost, history, fold.claim());
      // Whatever was written meanwhile is read before the claim counts.
      long taken = receipts.writeClaim();
      read(reader, lane, taken + 1, fold, history);
      if (fold.claim() != taken) {
        throw new ClaimLostException(
            "%s: somebody else claimed it first".formatted(lane.partition()));
      }
      receipts.epoch = taken;
      receipts.begin(taken, now);
      return receipts;
    }
  }

  /// Where whoever wrote last says that one has to begin.
  private static long readFrom(
      RecordReader<ReceiptRecord> reader, Lane<ReceiptRecord> lane, long beginning, long end)
      throws PositionLostException, KafkaUnreachableException {
    for (long back = 1; end - back >= beginning; back *= 4) {
      reader.seek(lane, end - back);
      Long found = null;
      while (reader.position(lane) < end) {
        for (Received<ReceiptRecord> received : reader.poll(Duration.ofMillis(200))) {
          if (received.decoded() instanceof Decoded.Ok<?>(Progress progress)) {
            found = progress.readFrom();
          }
        }
      }
      if (found != null) {
        return found;
      }
    }
    return beginning;
  }

  private static void read(
      RecordReader<ReceiptRecord> reader,
      Lane<ReceiptRecord> lane,
      long end,
      ReceiptFold fold,
      PartitionHistory history)
      throws PositionLostException, KafkaUnreachableException {
    while (reader.position(lane) < end) {
      for (Received<ReceiptRecord> received : reader.poll(Duration.ofMillis(200))) {
        if (received.decoded() instanceof Decoded.Ok<? extends ReceiptRecord>(ReceiptRecord record)
            && fold.counts(received.offset(), record)
            && record instanceof Progress progress) {
          history.apply(progress);
        }
      }
    }
  }

  PartitionHistory history() {
    return history;
  }

  /// The owner's epoch: its first claim. Those that follow are for readers only.
  long epoch() {
    return epoch;
  }

  private void begin(long taken, long now) {
    claim = taken;
    claimedAt = now;
    lastOffset = taken;
    seq = 0;
    append(history.restated(), history.settledBelow(), now);
  }

  private long writeClaim() throws ClaimLostException {
    nonce = UUID.randomUUID().toString();
    try {
      return writer.send(lane, null, new PartitionClaim(dispatcher, nonce, claim)).join().offset();
    } catch (CompletionException e) {
      throw new ClaimLostException(
          "%s cannot be claimed: %s".formatted(lane.partition(), e.getMessage()));
    }
  }

  /// Writes what happened, in as many records as it takes.
  void write(List<ReceiptEvent> events, long settledBelow, long now) throws ClaimLostException {
    if (seq >= RECORDS_PER_CLAIM || now - claimedAt > MICROS_PER_CLAIM) {
      begin(writeClaim(), now);
    }
    append(events, settledBelow, now);
  }

  private void append(List<ReceiptEvent> events, long settledBelow, long now) {
    List<ReceiptEvent> batch = new ArrayList<>();
    int bytes = 0;
    for (ReceiptEvent event : events) {
      int size = Codecs.sizeOf(event);
      if (!batch.isEmpty() && (bytes + size > BATCH_BYTES || batch.size() == BATCH_EVENTS)) {
        send(batch, history.settledBelow(), now);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(event);
      bytes += size;
    }
    send(batch, settledBelow, now);
  }

  private void send(List<ReceiptEvent> batch, long settledBelow, long now) {
    Progress progress = new Progress(claim, nonce, seq++, now, settledBelow, claim, batch);
    history.apply(progress);
    writer.send(lane, null, progress, new Watched());
  }

  /// Nobody else writes here: an offset that is not the next one shows that somebody does.
  private final class Watched implements WriteCallback {
    @Override
    public void written(Written where) {
      long expected = lastOffset + 1;
      lastOffset = where.offset();
      if (where.offset() != expected) {
        lose("somebody else writes to " + lane.partition());
      }
    }

    @Override
    public void failed(WriteFailedException failure) {
      lose(String.valueOf(failure.getMessage()));
    }

    private void lose(@Nullable String why) {
      if (!failed) {
        failed = true;
        lost.accept(String.valueOf(why));
      }
    }
  }
}

package dev.skiff.gateway.functions;

import dev.skiff.contracts.Topics;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.invocation.ReceiptRecord;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.kafka.Feed;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.LaneAdmin;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the receipts of all partitions on one thread, from about an hour back. Safe for
/// concurrent use.
public final class ReceiptTails implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptTails.class);
  private static final Duration POLL = Duration.ofMillis(250);

  /// Owners claim their partitions anew every few minutes, so there is a claim to begin with.
  private static final Duration BACK = Duration.ofHours(1);

  private final KafkaSettings settings;
  private final InstantSource clock;
  private final List<ReceiptPartition> partitions;
  private final Tailing tailing = new Tailing("receipts", this::follow);
  private volatile boolean following;
  private volatile @Nullable RecordReader<ReceiptRecord> reading;

  ReceiptTails(KafkaSettings settings, InstantSource clock, Consumer<FunctionId> over) {
    this.settings = settings;
    this.clock = clock;
    this.partitions =
        IntStream.range(0, Topics.INVOCATION_PARTITIONS)
            .mapToObj(number -> new ReceiptPartition(number, over))
            .toList();
  }

  void start() {
    tailing.start();
  }

  public boolean isFollowing() {
    return following;
  }

  public String detail() {
    return tailing.detail();
  }

  public int waiters() {
    return partitions.stream().mapToInt(ReceiptPartition::waiters).sum();
  }

  ReceiptPartition of(InvocationId id) {
    return partitions.get(id.partition());
  }

  ReceiptPartition of(FunctionId function) {
    return partitions.get(function.partition(Topics.INVOCATION_PARTITIONS));
  }

  private void follow()
      throws KafkaUnreachableException, PositionLostException, InterruptedException {
    List<Feed<ReceiptRecord>> feeds = feeds();
    try (RecordReader<ReceiptRecord> reader =
        RecordReader.open(settings, ReaderTuning.defaults().withFetchWait(POLL), null, feeds)) {
      reading = reader;
      following = true;
      tailing.say("following");
      while (!tailing.isClosed()) {
        for (Received<ReceiptRecord> received : reader.poll(POLL)) {
          take(partitions.get(received.partition().partition()), received);
        }
      }
    } finally {
      following = false;
      reading = null;
    }
  }

  private List<Feed<ReceiptRecord>> feeds() throws KafkaUnreachableException, InterruptedException {
    List<Feed<ReceiptRecord>> feeds = new ArrayList<>();
    try (LaneAdmin admin = LaneAdmin.open(settings)) {
      for (int number = 0; number < partitions.size(); number++) {
        Lane<ReceiptRecord> lane = Lane.receipts(settings.topics(), number);
        long from = admin.since(lane, clock.instant().minus(BACK));
        partitions.get(number).startOver(from == 0);
        feeds.add(lane.at(from));
      }
    }
    return feeds;
  }

  private static void take(ReceiptPartition partition, Received<ReceiptRecord> received) {
    switch (received.decoded()) {
      case Decoded.Ok<? extends ReceiptRecord>(ReceiptRecord record) ->
          partition.read(received.offset(), record);
      case Decoded.Skipped<? extends ReceiptRecord> _ -> {}
      case Decoded.Refused<? extends ReceiptRecord>(String reason) ->
          LOG.debug("{}@{} is no receipt: {}", received.partition(), received.offset(), reason);
      case Decoded.TooNew<? extends ReceiptRecord>(String type) ->
          throw new IllegalStateException("this gateway is too old to read " + type);
    }
  }

  @Override
  public void close() {
    RecordReader<ReceiptRecord> reader = reading;
    if (reader != null) {
      reader.wakeup();
    }
    tailing.close();
  }
}

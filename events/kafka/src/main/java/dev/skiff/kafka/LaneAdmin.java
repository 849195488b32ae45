package dev.skiff.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Asks and changes what a lane holds. Every call waits for the brokers, at most
/// [KafkaSettings#ANSWER_TIMEOUT]. Safe for concurrent use.
public final class LaneAdmin implements AutoCloseable {
  private final Admin admin;

  private LaneAdmin(Admin admin) {
    this.admin = admin;
  }

  /// Does not wait for the brokers.
  public static LaneAdmin open(KafkaSettings settings) {
    return new LaneAdmin(Admin.create(settings.admin()));
  }

  /// Offset of the oldest record that is kept; the end when there is none.
  public long beginning(Lane<?> lane) throws KafkaUnreachableException, InterruptedException {
    return offset(lane, OffsetSpec.earliest());
  }

  /// The offset after the last record.
  public long end(Lane<?> lane) throws KafkaUnreachableException, InterruptedException {
    return offset(lane, OffsetSpec.latest());
  }

  /// Offset of the first record that was appended at or after a time; the end when there is none.
  public long since(Lane<?> lane, Instant time)
      throws KafkaUnreachableException, InterruptedException {
    long found = offset(lane, OffsetSpec.forTimestamp(time.toEpochMilli()));
    return found >= 0 ? found : end(lane);
  }

  /// Deletes the records before an offset, for good.
  public void deleteBefore(Lane<?> lane, long offset)
      throws KafkaUnreachableException, InterruptedException {
    TopicPartition partition = lane.partition();
    await(lane, admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset))).all());
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  private long offset(Lane<?> lane, OffsetSpec spec)
      throws KafkaUnreachableException, InterruptedException {
    TopicPartition partition = lane.partition();
    return await(lane, admin.listOffsets(Map.of(partition, spec)).partitionResult(partition))
        .offset();
  }

  private static <R> R await(Lane<?> lane, KafkaFuture<R> future)
      throws KafkaUnreachableException, InterruptedException {
    try {
      return future.get(KafkaSettings.ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new KafkaUnreachableException(lane.partition() + ": " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new KafkaUnreachableException(lane.partition() + ": no answer", e);
    }
  }
}

package dev.skiff.kafka;

import dev.skiff.kafka.WriteFailedException.Fate;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/// One record on its way, and how its end is told to the caller.
///
/// Kafka reports a record that it could not even buffer through the same callback as one that was
/// lost on the way. The two are told apart by the thread: the former happens inside `send`.
final class PendingSend implements Callback {
  private final TopicPartition partition;
  private final WriteCallback callback;
  private @Nullable Thread sending;

  PendingSend(TopicPartition partition, WriteCallback callback) {
    this.partition = partition;
    this.callback = callback;
  }

  void start(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    sending = Thread.currentThread();
    try {
      var _ = producer.send(record, this);
    } catch (KafkaException | IllegalStateException e) {
      fail(Fate.NOT_WRITTEN, e);
    } finally {
      sending = null;
    }
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception problem) {
    if (problem != null) {
      boolean refused =
          Thread.currentThread() == sending || problem instanceof RecordTooLargeException;
      fail(refused ? Fate.NOT_WRITTEN : Fate.UNKNOWN, problem);
    } else if (metadata != null) {
      callback.written(
          new Written(
              metadata.hasOffset() ? metadata.offset() : -1,
              metadata.hasTimestamp() ? metadata.timestamp() : -1));
    }
  }

  void fail(Fate fate, Exception cause) {
    callback.failed(
        new WriteFailedException(fate, "%s: %s".formatted(partition, cause.getMessage()), cause));
  }
}

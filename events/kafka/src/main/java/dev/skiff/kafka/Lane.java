package dev.skiff.kafka;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.function.FunctionRecord;
import dev.skiff.contracts.invocation.InvocationRecord;
import dev.skiff.contracts.invocation.ReceiptRecord;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.wire.Codec;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.contracts.wire.PoisonRecord;
import dev.skiff.contracts.wire.WireRecord;
import org.apache.kafka.common.TopicPartition;

/// One partition of one of Skiff's topics, and how its values are read and written.
///
/// @param <T> the family of records on it
public record Lane<T extends WireRecord>(TopicPartition partition, Codec<T> codec) {
  public static Lane<Request> requests(Topics topics, CellId cell) {
    return ofCell(topics.requests(), cell, Codecs.REQUEST);
  }

  public static Lane<ReportBatch> reports(Topics topics, CellId cell) {
    return ofCell(topics.reports(), cell, Codecs.REPORT);
  }

  public static Lane<Heartbeat> heartbeats(Topics topics, CellId cell) {
    return ofCell(topics.heartbeats(), cell, Codecs.HEARTBEAT);
  }

  public static Lane<LogRecord> log(Topics topics, CellId cell) {
    return ofCell(topics.log(), cell, Codecs.LOG);
  }

  public static Lane<CheckpointRecord> checkpoints(Topics topics, CellId cell) {
    return ofCell(topics.checkpoints(), cell, Codecs.CHECKPOINT);
  }

  /// The partition on which a host's orders travel, among those of some other hosts.
  public static Lane<OrderBatch> orders(Topics topics, CellId cell, HostId host) {
    return new Lane<>(
        new TopicPartition(topics.orders(), topics.orderPartition(cell, host)), Codecs.ORDER);
  }

  public static Lane<FunctionRecord> functions(Topics topics) {
    return new Lane<>(new TopicPartition(topics.functions(), 0), Codecs.FUNCTION);
  }

  /// @param partition below [Topics#INVOCATION_PARTITIONS]
  public static Lane<InvocationRecord> invocations(Topics topics, int partition) {
    return new Lane<>(new TopicPartition(topics.invocations(), partition), Codecs.INVOCATION);
  }

  /// @param partition below [Topics#INVOCATION_PARTITIONS]
  public static Lane<ReceiptRecord> receipts(Topics topics, int partition) {
    return new Lane<>(new TopicPartition(topics.receipts(), partition), Codecs.RECEIPT);
  }

  public static Lane<PoisonRecord> poison(Topics topics) {
    return new Lane<>(new TopicPartition(topics.poison(), 0), Codecs.POISON);
  }

  private static <T extends WireRecord> Lane<T> ofCell(String topic, CellId cell, Codec<T> codec) {
    return new Lane<>(new TopicPartition(topic, cell.value()), codec);
  }

  /// Read from here on.
  public Feed<T> at(long offset) {
    return new Feed<>(this, new Feed.Start.At(offset));
  }

  /// Read from the oldest record that is kept.
  public Feed<T> fromBeginning() {
    return new Feed<>(this, new Feed.Start.Beginning());
  }

  /// Read only what is written after the reader was opened.
  public Feed<T> fromEnd() {
    return new Feed<>(this, new Feed.Start.End());
  }
}

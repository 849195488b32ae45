package dev.skiff.contracts.wire;

import dev.skiff.contracts.Topics;
import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.function.EventFilter;
import dev.skiff.contracts.function.FunctionRecord;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.contracts.invocation.InvocationRecord;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.contracts.invocation.ReceiptRecord;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Every type that goes over the wire.
final class WireTypes {
  /// A topic as `asyncapi.yaml` calls it.
  ///
  /// @param family the values of its records
  record Channel<T extends WireRecord>(
      String name, Function<Topics, String> topic, Codec<T> codec, Class<T> family) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Channel<?>> CHANNELS =
      List.of(
          new Channel<>("requests", Topics::requests, Codecs.REQUEST, Request.class),
          new Channel<>("reports", Topics::reports, Codecs.REPORT, ReportBatch.class),
          new Channel<>("heartbeats", Topics::heartbeats, Codecs.HEARTBEAT, Heartbeat.class),
          new Channel<>("log", Topics::log, Codecs.LOG, LogRecord.class),
          new Channel<>("orders", Topics::orders, Codecs.ORDER, OrderBatch.class),
          new Channel<>(
              "checkpoints", Topics::checkpoints, Codecs.CHECKPOINT, CheckpointRecord.class),
          new Channel<>("functions", Topics::functions, Codecs.FUNCTION, FunctionRecord.class),
          new Channel<>(
              "invocations", Topics::invocations, Codecs.INVOCATION, InvocationRecord.class),
          new Channel<>("receipts", Topics::receipts, Codecs.RECEIPT, ReceiptRecord.class),
          new Channel<>("poison", Topics::poison, Codecs.POISON, PoisonRecord.class));

  /// A topic whose values are in a format of others: the page says how they look, and no codec
  /// reads them.
  record ForeignChannel(String name, Function<Topics, String> topic) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<ForeignChannel> FOREIGN =
      List.of(new ForeignChannel("dead-letters", Topics::deadLetters));

  /// What stands inside the values of channels.
  static final List<Class<? extends WireRecord>> PARTS =
      List.of(
          Report.class,
          Order.class,
          InputRef.class,
          CellEvent.class,
          Trigger.class,
          EventFilter.class,
          ReceiptEvent.class);

  private WireTypes() {}

  static Stream<Class<?>> all() {
    return Stream.concat(values(), PARTS.stream().flatMap(WireTypes::members));
  }

  /// The types of the records' values.
  static Stream<Class<?>> values() {
    return CHANNELS.stream().flatMap(channel -> members(channel.family()));
  }

  /// The types of a family, those of families inside it among them; a single type is its own.
  static Stream<Class<?>> members(Class<?> family) {
    return family.isSealed()
        ? Stream.of(family.getPermittedSubclasses()).flatMap(WireTypes::members)
        : Stream.of(family);
  }
}

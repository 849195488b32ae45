package dev.skiff.contracts.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.function.FunctionRecord;
import dev.skiff.contracts.invocation.InvocationRecord;
import dev.skiff.contracts.invocation.ReceiptRecord;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import java.io.UncheckedIOException;

/// A codec for each topic, and JSON for the entities in views.
public final class Codecs {
  /// A request may take half of what a Transition may: the event that admits it carries the same
  /// spec.
  public static final Codec<Request> REQUEST = Codec.of(Request.class, Codec.MAX_BYTES / 2);

  /// What follows from a record of reports must fit into one Transition, so it is smaller; agents
  /// keep to half of it but for a `Joined` of a full host, which travels alone.
  public static final Codec<ReportBatch> REPORT = Codec.of(ReportBatch.class, 192 * 1024);

  public static final Codec<Heartbeat> HEARTBEAT = Codec.of(Heartbeat.class, 4 * 1024);
  public static final Codec<LogRecord> LOG = Codec.of(LogRecord.class, Codec.MAX_BYTES);
  public static final Codec<OrderBatch> ORDER = Codec.of(OrderBatch.class, Codec.MAX_BYTES);
  public static final Codec<CheckpointRecord> CHECKPOINT =
      Codec.of(CheckpointRecord.class, Codec.MAX_BYTES);
  public static final Codec<FunctionRecord> FUNCTION =
      Codec.of(FunctionRecord.class, Codec.MAX_BYTES / 2);

  /// Room for an event of [Payload#MAX_BYTES] whatever it takes to write them as JSON.
  public static final Codec<InvocationRecord> INVOCATION =
      Codec.of(InvocationRecord.class, Codec.MAX_EVENT_BYTES);

  public static final Codec<ReceiptRecord> RECEIPT =
      Codec.of(ReceiptRecord.class, Codec.MAX_EVENT_BYTES);

  public static final Codec<PoisonRecord> POISON = Codec.of(PoisonRecord.class, Codec.MAX_BYTES);

  private Codecs() {}

  /// How many bytes a part of a record takes on the wire, for example an event or an entity.
  public static int sizeOf(Object part) {
    try {
      return Mappers.WIRE.writeValueAsBytes(part).length;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An entity of `dev.skiff.contracts.state` as JSON text.
  public static String entityToJson(Object entity) {
    try {
      return Mappers.WIRE.writeValueAsString(entity);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The entity from what [#entityToJson] wrote.
  public static <E> E entityFromJson(String json, Class<E> type) {
    try {
      return Mappers.WIRE.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.skiff.contracts.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.module.blackbird.BlackbirdModule;
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

/// The one JSON configuration of the wire.
final class Mappers {
  private static final List<Class<?>> FAMILIES =
      List.of(
          Request.class,
          Report.class,
          Order.class,
          LogRecord.class,
          CellEvent.class,
          InputRef.class,
          CheckpointRecord.class,
          FunctionRecord.class,
          Trigger.class,
          EventFilter.class,
          InvocationRecord.class,
          ReceiptRecord.class,
          ReceiptEvent.class);
  private static final List<Class<?>> SINGLES =
      List.of(ReportBatch.class, Heartbeat.class, OrderBatch.class, PoisonRecord.class);

  static final ObjectMapper WIRE = wire();

  private Mappers() {}

  private static ObjectMapper wire() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(Codec.MAX_EVENT_BYTES)
                    .maxNumberLength(32)
                    .build())
            .build();
    ObjectMapper mapper =
        JsonMapper.builder(factory)
            // A record's JSON is its components; what it can tell besides (`isService`) is no
            // member.
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A record is its components: what it says of itself beside them is not written, and
            // does not take the place of a component of that name.
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            // An entry of a list that was skipped as unknown leaves no hole.
            .withConfigOverride(
                List.class, o -> o.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.SKIP)))
            .annotationIntrospector(new RequiredMembers())
            .addHandler(new SkipUnknownTypes())
            .addModule(new BlackbirdModule())
            .build();
    for (Class<?> family : FAMILIES) {
      register(mapper, family);
    }
    mapper.registerSubtypes(SINGLES.toArray(Class<?>[]::new));
    return mapper;
  }

  /// A family may have branches: what they permit belongs to it.
  private static void register(ObjectMapper mapper, Class<?> family) {
    for (Class<?> type : family.getPermittedSubclasses()) {
      if (type.isInterface()) {
        register(mapper, type);
      } else {
        mapper.registerSubtypes(type);
      }
    }
  }
}

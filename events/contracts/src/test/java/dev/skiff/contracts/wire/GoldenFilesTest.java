package dev.skiff.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every type and version that ever went over the wire has a file, and is read for ever. To add a
/// type, add it to [Samples] and run with `-Dgolden.write=true`; files that are there are never
/// written again.
class GoldenFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  static List<WireRecord> samples() {
    return Samples.ALL;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldReadAndWriteTheGoldenFile(WireRecord sample) throws IOException {
    Path file = FOLDER.resolve(fileName(sample.getClass()));
    if (Boolean.getBoolean("golden.write") && !Files.exists(file)) {
      Files.createDirectories(FOLDER);
      Files.writeString(
          file,
          Mappers.WIRE.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(sample)
              + "\n");
    }
    JsonNode golden = Mappers.WIRE.readTree(Files.readAllBytes(file));

    assertThat(Mappers.WIRE.treeToValue(golden, WireRecord.class)).isEqualTo(sample);
    assertThat(Mappers.WIRE.readTree(Mappers.WIRE.writeValueAsBytes(sample))).isEqualTo(golden);
  }

  @Test
  void shouldHaveASampleOfEveryType() {
    List<String> types =
        Stream.concat(
                Stream.of(
                        Request.class,
                        Report.class,
                        Order.class,
                        LogRecord.class,
                        InputRef.class,
                        CellEvent.class,
                        CheckpointRecord.class)
                    .flatMap(family -> Arrays.stream(family.getPermittedSubclasses())),
                Stream.of(ReportBatch.class, Heartbeat.class, OrderBatch.class, PoisonRecord.class))
            .map(type -> type.getAnnotation(JsonTypeName.class).value())
            .sorted()
            .toList();

    assertThat(types).doesNotHaveDuplicates();
    assertThat(Samples.ALL.stream().map(s -> typeName(s.getClass())).sorted().toList())
        .isEqualTo(types);
  }

  private static String typeName(Class<?> type) {
    return type.getAnnotation(JsonTypeName.class).value();
  }

  private static String fileName(Class<?> type) {
    return typeName(type).replace("~", "").replace('/', '-') + ".json";
  }
}

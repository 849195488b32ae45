package dev.skiff.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    List<String> types = WireTypes.all().map(GoldenFilesTest::typeName).sorted().toList();

    assertThat(types).doesNotHaveDuplicates();
    assertThat(Samples.ALL.stream().map(s -> typeName(s.getClass())).sorted().toList())
        .isEqualTo(types);
  }

  @Test
  void shouldHaveNoFileOfATypeThatIsGone() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .containsExactlyInAnyOrderElementsOf(
              WireTypes.all().map(GoldenFilesTest::fileName).toList());
    }
  }

  private static String typeName(Class<?> type) {
    return type.getAnnotation(JsonTypeName.class).value();
  }

  private static String fileName(Class<?> type) {
    return typeName(type).replace("~", "").replace('/', '-') + ".json";
  }
}

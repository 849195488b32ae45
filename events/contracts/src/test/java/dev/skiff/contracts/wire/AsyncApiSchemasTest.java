package dev.skiff.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.contracts.wire.Mutations.Mutation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The schemas of `asyncapi.yaml` against the golden files, and against what the records make of
/// values that differ from them in one place.
class AsyncApiSchemasTest {
  private static final AsyncApi API = AsyncApi.load();
  private static final Pattern SELECTORS =
      Pattern.compile("/constraints/|/selector$|[aA]ffinity/\\d+/to$");

  static Stream<Class<?>> types() {
    return WireTypes.all();
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldAcceptTheGoldenFile(Class<?> type) {
    assertThat(API.validate(type, AsyncApi.golden(type))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldRefuseAMemberThatIsNotDescribed(Class<?> type) {
    assertThat(Mutations.extended(AsyncApi.golden(type)))
        .isNotEmpty()
        .allSatisfy(mutation -> assertThat(API.validate(type, mutation.tree())).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldRefuseExactlyTheLackOfWhatIsNotOptional(Class<?> type) throws Exception {
    JsonNode golden = AsyncApi.golden(type);
    Set<JsonPointer> optional = new HashSet<>();
    RecordShape.optional(
        Mappers.WIRE.treeToValue(golden, WireRecord.class), JsonPointer.empty(), optional::add);

    assertThat(Mutations.reduced(golden))
        .isNotEmpty()
        .allSatisfy(mutation ->
            assertThat(API.validate(type, mutation.tree()).isEmpty())
                // One of two may be needed though each may be missing.
                .isEqualTo(optional.contains(mutation.at()) && isTakenAsItIs(mutation)));
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldAcceptExactlyTheValuesThatTheRecordsTake(Class<?> type) {
    assertThat(Mutations.changed(AsyncApi.golden(type)))
        // What a selector may be is its own grammar, which no pattern tells.
        .filteredOn(mutation -> !SELECTORS.matcher(mutation.at().toString()).find())
        .allSatisfy(mutation ->
            assertThat(API.validate(type, mutation.tree()).isEmpty())
                .isEqualTo(isTakenAsItIs(mutation)));
  }

  /// Whether a record can hold the value: it is read without complaint, and written again
  /// unchanged.
  private static boolean isTakenAsItIs(Mutation mutation) {
    try {
      WireRecord record = Mappers.WIRE.treeToValue(mutation.tree(), WireRecord.class);
      return Mappers.WIRE
          .readTree(Mappers.WIRE.writeValueAsBytes(record))
          .equals(Mappers.WIRE.readTree(Mappers.WIRE.writeValueAsBytes(mutation.tree())));
    } catch (JsonProcessingException refused) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.skiff.contracts.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skiff.contracts.Topics;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionIdTest {
  @Test
  void shouldReadBackWhatItWrote() {
    FunctionId id = new FunctionId("media", "thumb-2");

    assertThat(id).hasToString("media/thumb-2");
    assertThat(FunctionId.parse("media/thumb-2")).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "a", "a/", "/a", "a/b/c", "A/b", "a/-b", "a/b-", "a/b_c", " a/b", "a/b\n"
      })
  void shouldRefuseWhatIsNoNamespaceAndName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FunctionId.parse(text))
        .withMessageContaining("expected: such as default/thumbnails");
  }

  @Test
  void shouldTakeNamesOf63Characters() {
    String longest = "a".repeat(63);

    assertThat(FunctionId.parse(longest + "/" + longest).name()).isEqualTo(longest);
    assertThatIllegalArgumentException().isThrownBy(() -> new FunctionId("a", longest + "a"));
  }

  /// Records are where these numbers put them: another hash would lose them.
  @Test
  void shouldHaveTheSamePartitionForEver() {
    assertThat(new FunctionId("default", "thumbnails").partition(Topics.INVOCATION_PARTITIONS))
        .isEqualTo(Math.floorMod("default/thumbnails".hashCode(), 16));
    Set<Integer> used = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      used.add(new FunctionId("default", "f" + i).partition(Topics.INVOCATION_PARTITIONS));
    }
    assertThat(used).hasSize(Topics.INVOCATION_PARTITIONS).allMatch(p -> p >= 0 && p < 16);
  }
}

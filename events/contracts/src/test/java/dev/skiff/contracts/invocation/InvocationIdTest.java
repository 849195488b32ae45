package dev.skiff.contracts.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationIdTest {
  @Test
  void shouldReadBackWhatItWrote() {
    InvocationId id = new InvocationId(3, 1_207);

    assertThat(id).hasToString("i3-1207");
    assertThat(InvocationId.parse("i3-1207")).isEqualTo(id);
    assertThat(InvocationId.parse("i0-0")).isEqualTo(new InvocationId(0, 0));
    assertThat(InvocationId.parse("i15-999999999999999999").offset())
        .isEqualTo(999_999_999_999_999_999L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "i",
        "i3",
        "i3-",
        "i-3",
        "3-1207",
        "i03-1",
        "i3-01",
        "i3--1",
        "i3-1207 ",
        "I3-1",
        "i3-x"
      })
  void shouldRefuseWhatIsNone(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InvocationId.parse(text))
        .withMessage("invocation: \"" + text + "\" (expected: such as i3-1207)");
  }

  @Test
  void shouldRefuseAPlaceBeforeTheBeginning() {
    assertThatIllegalArgumentException().isThrownBy(() -> new InvocationId(0, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new InvocationId(-1, 0));
  }
}

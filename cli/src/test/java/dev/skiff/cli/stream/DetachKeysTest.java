package dev.skiff.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DetachKeysTest {
  private static final byte P = 0x10;
  private static final byte Q = 0x11;

  @Test
  void shouldSeeTheKeysAcrossReads() {
    DetachKeys keys = new DetachKeys(true);

    assertThat(keys.filter(new byte[] {'a', P}, 2)).containsExactly('a');
    assertThat(keys.pressed()).isFalse();
    assertThat(keys.filter(new byte[] {Q, 'b'}, 2)).isEmpty();
    assertThat(keys.pressed()).isTrue();
  }

  @Test
  void shouldHandOnACtrlPThatMeantSomethingElse() {
    DetachKeys keys = new DetachKeys(true);

    assertThat(keys.filter(new byte[] {P, P, 'x', Q}, 4)).containsExactly(P, P, 'x', Q);
  }

  @Test
  void shouldLookForNothingInAPipe() {
    DetachKeys keys = new DetachKeys(false);

    assertThat(keys.filter(new byte[] {P, Q}, 2)).containsExactly(P, Q);
    assertThat(keys.pressed()).isFalse();
  }
}

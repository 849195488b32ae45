package dev.skiff.loadtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class VerdictTest {
  @Test
  void shouldReadACleanVerdict() throws IOException {
    Verdict verdict = Verdict.parse("a line\n0 lost, 0 doubled, 0 overcommitted\nmore");
    assertThat(verdict.isClean()).isTrue();
  }

  @Test
  void shouldReadWhatWasFound() throws IOException {
    Verdict verdict = Verdict.parse("1 lost, 2 doubled, 3 overcommitted, 4 illegal");
    assertThat(verdict.isClean()).isFalse();
    assertThat(verdict.figures())
        .extracting(figure -> figure.value())
        .containsExactly(1.0, 2.0, 3.0, 4.0);
  }

  @Test
  void shouldNotTakeSilenceForAVerdict() {
    assertThatIOException().isThrownBy(() -> Verdict.parse("out of memory"));
  }
}

package dev.skiff.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadProofTest {
  private final ReadProof proof = new ReadProof();

  @Test
  void shouldProveNothingBeforeItAsked() {
    assertThat(proof.through(100)).isZero();
  }

  @Test
  void shouldProveAMomentOnceTheEndOfThenWasHandedOut() {
    proof.asked(1_000, 10);

    assertThat(proof.through(9)).isZero();
    assertThat(proof.through(10)).isEqualTo(1_000);
  }

  @Test
  void shouldAdvanceForAReaderThatLags() {
    proof.asked(1_000, 10);
    proof.asked(2_000, 20);
    proof.asked(3_000, 30);

    assertThat(proof.through(10)).isEqualTo(1_000);
    assertThat(proof.through(29)).isEqualTo(1_000);
    assertThat(proof.through(30)).isEqualTo(3_000);
  }

  @Test
  void shouldForgetWhatItProvedWhenReadingStartsOver() {
    proof.asked(1_000, 10);
    assertThat(proof.through(10)).isEqualTo(1_000);

    proof.reset();

    assertThat(proof.through(10)).isZero();
  }
}

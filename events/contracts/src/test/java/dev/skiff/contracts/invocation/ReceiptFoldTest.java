package dev.skiff.contracts.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.invocation.ReceiptRecord.PartitionClaim;
import dev.skiff.contracts.invocation.ReceiptRecord.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptFoldTest {
  private final ReceiptFold fold = new ReceiptFold(true);

  @Test
  void shouldBelieveTheFirstClaimAndItsProgressInOrder() {
    assertThat(fold.claim()).isEqualTo(-1);
    assertThat(fold.counts(0, new PartitionClaim("d1", "a", -1))).isTrue();
    assertThat(fold.claim()).isZero();
    assertThat(fold.counts(1, progress(0, "a", 0))).isTrue();
    assertThat(fold.counts(2, progress(0, "a", 1))).isTrue();
  }

  @Test
  void shouldBelieveNoProgressBeforeAClaim() {
    assertThat(fold.counts(0, progress(-1, "", 0))).isFalse();
    assertThat(fold.counts(1, progress(0, "a", 0))).isFalse();
  }

  @Test
  void shouldLetTheFirstOfTwoClaimantsWin() {
    fold.counts(0, new PartitionClaim("d1", "a", -1));

    assertThat(fold.counts(1, new PartitionClaim("d2", "b", 0))).isTrue();
    assertThat(fold.counts(2, new PartitionClaim("d3", "c", 0))).isFalse();
    assertThat(fold.counts(3, progress(2, "c", 0))).isFalse();
    assertThat(fold.counts(4, progress(1, "b", 0))).isTrue();
  }

  @Test
  void shouldNotBelieveAFormerOwner() {
    fold.counts(0, new PartitionClaim("d1", "a", -1));
    fold.counts(1, progress(0, "a", 0));
    fold.counts(2, new PartitionClaim("d2", "b", 0));

    assertThat(fold.counts(3, progress(0, "a", 1))).isFalse();
    assertThat(fold.counts(4, progress(2, "b", 0))).isTrue();
  }

  @Test
  void shouldNotBelieveAnotherNonceAtTheSameOffset() {
    fold.counts(0, new PartitionClaim("d1", "a", -1));

    assertThat(fold.counts(1, progress(0, "b", 0))).isFalse();
    assertThat(fold.counts(2, progress(0, "a", 0))).isTrue();
  }

  @Test
  void shouldCountWhatWasWrittenTwiceOnce() {
    fold.counts(0, new PartitionClaim("d1", "a", -1));
    fold.counts(1, progress(0, "a", 0));

    assertThat(fold.counts(2, progress(0, "a", 0))).isFalse();
    assertThat(fold.counts(3, progress(0, "a", 1))).isTrue();
  }

  @Test
  void shouldVoidTheRestOfAClaimAfterAGap() {
    fold.counts(0, new PartitionClaim("d1", "a", -1));
    fold.counts(1, progress(0, "a", 0));

    assertThat(fold.counts(2, progress(0, "a", 2))).isFalse();
    assertThat(fold.counts(3, progress(0, "a", 1))).isFalse();
    assertThat(fold.counts(4, progress(0, "a", 2))).isFalse();
    assertThat(fold.counts(5, new PartitionClaim("d1", "b", 0))).isTrue();
    assertThat(fold.counts(6, progress(5, "b", 0))).isTrue();
  }

  @Test
  void shouldBelieveTheFirstClaimThatItMeetsWhenItBeginsInTheMiddle() {
    ReceiptFold later = new ReceiptFold(false);

    assertThat(later.counts(700, progress(600, "a", 9))).isFalse();
    assertThat(later.counts(701, new PartitionClaim("d1", "b", 600))).isTrue();
    assertThat(later.counts(702, progress(701, "b", 0))).isTrue();
    assertThat(later.counts(703, new PartitionClaim("d2", "c", 600))).isFalse();
    assertThat(later.claim()).isEqualTo(701);
  }

  private static Progress progress(long claim, String nonce, long seq) {
    return new Progress(claim, nonce, seq, 0, 0, 0, List.of());
  }
}

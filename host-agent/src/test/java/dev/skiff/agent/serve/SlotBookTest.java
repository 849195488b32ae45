package dev.skiff.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.serve.RefusedAttempt.Reason;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.invocation.InvocationId;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SlotBookTest {
  private static final VmRun RUN = new VmRun(VmId.parse("j0-aaaa.0"), 1);
  private static final VmRun OTHER = new VmRun(VmId.parse("j0-aaaa.1"), 1);

  private final SlotBook book = new SlotBook();

  private static Attempt attempt(long epoch, long offset, int number) {
    return new Attempt(
        3, epoch, new InvocationId(3, offset), number, Duration.ofSeconds(1), Duration.ZERO);
  }

  private static void refuses(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedAttempt.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void shouldRefuseAnOwnerThatAnotherHasFollowed() throws Exception {
    book.greet(attempt(10, 1, 1));
    book.greet(attempt(12, 1, 1));
    refuses(Reason.STALE_EPOCH, () -> book.greet(attempt(11, 2, 1)));
    refuses(Reason.STALE_EPOCH, () -> book.take(attempt(10, 2, 1), RUN, 1));
    book.greet(attempt(12, 3, 1));
  }

  @Test
  void shouldLetSoManyInAndNoMore() throws Exception {
    book.take(attempt(1, 1, 1), RUN, 2);
    book.take(attempt(1, 2, 1), RUN, 2);
    refuses(Reason.SLOTS_BUSY, () -> book.take(attempt(1, 3, 1), RUN, 2));
    book.take(attempt(1, 3, 1), OTHER, 2);
    book.answered(RUN);
    assertThat(book.take(attempt(1, 4, 1), RUN, 2)).as("it has answered one").isTrue();
  }

  @Test
  void shouldRunAnAttemptOnceWhereverButAgainWhatCameToNothing() throws Exception {
    assertThat(book.take(attempt(1, 1, 1), RUN, 9)).isFalse();
    refuses(Reason.REPEATED, () -> book.take(attempt(1, 1, 1), OTHER, 9));
    book.answered(RUN);
    refuses(Reason.REPEATED, () -> book.take(attempt(1, 1, 1), RUN, 9));
    book.take(attempt(1, 1, 2), RUN, 9);
    book.undo(attempt(1, 1, 2), RUN);
    book.take(attempt(1, 1, 2), RUN, 1);
  }

  @Test
  void shouldForgetTheOldestAttemptsBeforeItGrowsWithoutEnd() throws Exception {
    for (int i = 0; i <= SlotBook.REMEMBERED; i++) {
      book.take(attempt(1, i, 1), RUN, 1);
      book.answered(RUN);
    }
    book.take(attempt(1, 0, 1), RUN, 1);
    book.answered(RUN);
    refuses(Reason.REPEATED, () -> book.take(attempt(1, SlotBook.REMEMBERED, 1), RUN, 1));
  }
}

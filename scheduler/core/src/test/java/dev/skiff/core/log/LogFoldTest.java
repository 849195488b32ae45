package dev.skiff.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord.Claim;
import dev.skiff.contracts.log.LogRecord.Transition;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogFoldTest {
  private final LogFold fold = new LogFold(LogPosition.START);

  @Test
  void shouldCountTheFirstClaim() {
    assertThat(fold.read(0, claim("a", -1))).isInstanceOf(Verdict.Claimed.class);
    assertThat(fold.position().claim()).isZero();
    assertThat(fold.position().scheduler()).isEqualTo("a");
  }

  @Test
  void shouldVoidAClaimThatDoesNotNameTheOneInForce() {
    fold.read(0, claim("a", -1));

    assertThat(fold.read(1, claim("b", -1))).isInstanceOf(Verdict.Voided.class);
    assertThat(fold.position().scheduler()).isEqualTo("a");
    assertThat(fold.read(2, claim("c", 0))).isInstanceOf(Verdict.Claimed.class);
    assertThat(fold.read(3, claim("c", 0)))
        .as("the same claim again")
        .isInstanceOf(Verdict.Voided.class);
  }

  @Test
  void shouldCountTransitionsOfTheClaimInForceInSequence() {
    fold.read(0, claim("a", -1));

    assertThat(fold.read(1, transition(0, "a", 0))).isInstanceOf(Verdict.Counted.class);
    assertThat(fold.read(2, transition(0, "a", 1))).isInstanceOf(Verdict.Counted.class);
    assertThat(fold.position().requestsNext()).isEqualTo(101);
  }

  @Test
  void shouldVoidATransitionOfAFormerOwner() {
    fold.read(0, claim("a", -1));
    fold.read(1, transition(0, "a", 0));
    fold.read(2, claim("b", 0));

    assertThat(fold.read(3, transition(0, "a", 1))).isInstanceOf(Verdict.Voided.class);
    assertThat(fold.position().requestsNext()).isEqualTo(100);
    assertThat(fold.read(4, transition(2, "b", 0))).isInstanceOf(Verdict.Counted.class);
  }

  @Test
  void shouldVoidATransitionThatKnowsTheOffsetButNotTheNonce() {
    fold.read(0, claim("a", -1));

    assertThat(fold.read(1, transition(0, "guess", 0))).isInstanceOf(Verdict.Voided.class);
  }

  @Test
  void shouldVoidEverythingAfterAGapUntilTheNextClaim() {
    fold.read(0, claim("a", -1));
    fold.read(1, transition(0, "a", 0));

    assertThat(fold.read(2, transition(0, "a", 2))).isInstanceOf(Verdict.Voided.class);
    assertThat(fold.read(3, transition(0, "a", 1)))
        .as("comes late")
        .isInstanceOf(Verdict.Voided.class);
    assertThat(fold.read(4, transition(0, "a", 2))).isInstanceOf(Verdict.Voided.class);
    assertThat(fold.read(5, claim("b", 0))).isInstanceOf(Verdict.Claimed.class);
    assertThat(fold.read(6, transition(5, "b", 0))).isInstanceOf(Verdict.Counted.class);
  }

  @Test
  void shouldVoidARepeatedTransitionWithoutStopping() {
    fold.read(0, claim("a", -1));
    fold.read(1, transition(0, "a", 0));

    assertThat(fold.read(2, transition(0, "a", 0))).isInstanceOf(Verdict.Voided.class);
    assertThat(fold.read(3, transition(0, "a", 1))).isInstanceOf(Verdict.Counted.class);
  }

  @Test
  void shouldGoOnFromAPositionAsIfItHadReadEverything() {
    fold.read(0, claim("a", -1));
    fold.read(1, transition(0, "a", 0));
    fold.read(2, transition(0, "a", 2));
    LogFold late = new LogFold(fold.position());

    for (LogFold reader : List.of(fold, late)) {
      assertThat(reader.read(3, transition(0, "a", 1))).isInstanceOf(Verdict.Voided.class);
      assertThat(reader.read(4, claim("b", 0))).isInstanceOf(Verdict.Claimed.class);
    }
    assertThat(late.position()).isEqualTo(fold.position());
  }

  @Test
  void shouldPassOverWhatIsNoRecord() {
    fold.read(0, claim("a", -1));
    fold.skip(1);

    assertThat(fold.read(2, transition(0, "a", 0))).isInstanceOf(Verdict.Counted.class);
  }

  @Test
  void shouldNotReadBackwards() {
    fold.read(5, claim("a", -1));

    assertThatIllegalArgumentException().isThrownBy(() -> fold.read(5, claim("b", 5)));
  }

  private static Claim claim(String scheduler, long previous) {
    return new Claim(scheduler, scheduler, previous);
  }

  private static Transition transition(long claim, String nonce, long seq) {
    return new Transition(claim, nonce, seq, 1_000 + seq, 100 + seq, 0, List.of(), List.of());
  }
}

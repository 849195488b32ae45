package dev.skiff.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Claim;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.core.log.LogFold;
import dev.skiff.core.log.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the rules of the log are for: each history below harms a reader that leaves one rule out,
/// and no reader that keeps all of them.
class LogRulesTest {
  /// A rule, and a log whose readers go wrong without it.
  enum Rule {
    /// A Claim counts if and only if it names the claim in force: a late one is void.
    CLAIMS_COMPARE_AND_SET(
        claim("a", -1),
        claim("b", 0),
        transition(1, "b", 0, 1),
        // a's second claim was on its way while b took over; a goes on under it.
        claim("a", 0),
        transition(3, "a", 0, 1)),
    /// A Transition counts only under the claim in force.
    TRANSITIONS_NAME_THE_CLAIM(
        claim("a", -1),
        transition(0, "a", 0, 1),
        claim("b", 0),
        transition(2, "b", 0, 2),
        transition(0, "a", 1, 2)),
    /// The offset alone may be guessed or, after the log was replaced, be another's.
    TRANSITIONS_NAME_THE_NONCE(
        claim("a", -1), transition(0, "another", 0, 5), transition(0, "a", 0, 1)),
    /// A retry that was written twice counts once.
    SEQUENCE_IS_UNBROKEN(
        claim("a", -1),
        transition(0, "a", 0, 1),
        transition(0, "a", 0, 1),
        transition(0, "a", 1, 2)),
    /// What follows a lost Transition was decided on a state that never was.
    GAPS_VOID_THE_REST(
        claim("a", -1),
        transition(0, "a", 0, 1),
        transition(0, "a", 2, 3),
        transition(0, "a", 1, 2),
        claim("b", 0),
        transition(4, "b", 0, 2));

    // A copy that nobody can change; the check knows List only by its name.
    @SuppressWarnings("ImmutableEnumChecker")
    final List<LogRecord> history;

    Rule(LogRecord... history) {
      this.history = List.of(history);
    }
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void shouldHandleEveryInputOnceByThisRule(Rule rule) {
    assertThat(handled(real(), rule.history)).isTrue();
    assertThat(handled(without(EnumSet.of(rule)), rule.history)).as("without it").isFalse();
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void shouldAgreeWithAReaderThatHasAllRules(Rule rule) {
    Reader real = real();
    Reader copy = without(EnumSet.noneOf(Rule.class));
    for (int i = 0; i < rule.history.size(); i++) {
      assertThat(copy.counts(i, rule.history.get(i)))
          .isEqualTo(real.counts(i, rule.history.get(i)));
    }
  }

  interface Reader {
    boolean counts(long offset, LogRecord record);
  }

  private static Reader real() {
    LogFold fold = new LogFold(LogPosition.START);
    return (offset, record) -> !(fold.read(offset, record) instanceof Verdict.Voided);
  }

  /// A reader of its own, for rules to be taken out of.
  private static Reader without(Set<Rule> off) {
    return new Reader() {
      private long claim = -1;
      private String nonce = "";
      private long next;
      private boolean gap;

      @Override
      public boolean counts(long offset, LogRecord record) {
        return switch (record) {
          case Claim c -> {
            if (c.previous() != claim && !off.contains(Rule.CLAIMS_COMPARE_AND_SET)) {
              yield false;
            }
            claim = offset;
            nonce = c.nonce();
            next = 0;
            gap = false;
            yield true;
          }
          case Transition t -> {
            boolean named =
                (t.claim() == claim || off.contains(Rule.TRANSITIONS_NAME_THE_CLAIM))
                    && (t.nonce().equals(nonce)
                        || off.contains(Rule.TRANSITIONS_NAME_THE_NONCE)
                        || off.contains(Rule.TRANSITIONS_NAME_THE_CLAIM));
            if (!named) {
              yield false;
            }
            gap |= t.seq() > next;
            boolean inOrder =
                off.contains(Rule.GAPS_VOID_THE_REST) ? t.seq() >= next : t.seq() == next && !gap;
            if (!inOrder && !off.contains(Rule.SEQUENCE_IS_UNBROKEN)) {
              yield false;
            }
            next = t.seq() + 1;
            yield true;
          }
        };
      }
    };
  }

  /// Every input was handled once, in order: each counted Transition handles the next one.
  private static boolean handled(Reader reader, List<LogRecord> history) {
    List<Long> inputs = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      if (reader.counts(i, history.get(i)) && history.get(i) instanceof Transition t) {
        inputs.add(t.requestsNext());
      }
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) != i + 1) {
        return false;
      }
    }
    return !inputs.isEmpty();
  }

  private static Claim claim(String scheduler, long previous) {
    return new Claim(scheduler, scheduler, previous);
  }

  private static Transition transition(long claim, String nonce, long seq, long requestsNext) {
    return new Transition(claim, nonce, seq, 1_000, requestsNext, 0, List.of(), List.of());
  }
}

package dev.skiff.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Claim;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.log.LogFold;
import dev.skiff.core.log.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the rules for owners are for. Each is switched off from outside, by a port that hides from
/// the worker what the rule looks at, and each time something breaks that holds with the rule on.
class OwnerRulesTest {
  private static final long SECOND = 1_000_000;
  private static final HostId H1 = new HostId("h1");
  private final MemoryLog log = new MemoryLog();
  private final MemoryTopics topics = new MemoryTopics();
  private long now = 1_000 * SECOND;

  /// Rule 4: an uncertain send means stop.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotTellOfWhatMayNeverHaveBeenWritten(boolean on) {
    Node a = node("a", on ? real -> real : Deaf::new);
    own(a);
    topics.submit("j0-aaaa", MemoryTopics.ONE, now, Long.MAX_VALUE);
    a.cycle(now);
    a.log.fail();
    a.cycle(now);

    assertThat(tellsOnlyTheTruth(a)).isEqualTo(on);
  }

  /// Rule 5: an acknowledgement counts as read back only if nothing can be before it.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotTakeAnAcknowledgementForHavingRead(boolean on) {
    Node a = node("a", on ? real -> real : Rash::new);
    Node b = node("b", real -> real);
    own(a);
    b.preferred = false;
    b.step(now);
    topics.submit("j0-aaaa", MemoryTopics.ONE, now, Long.MAX_VALUE);
    a.cycle(now);
    // Another one's claim gets in between.
    now += 2 * SECOND;
    own(b);
    a.log.land();
    a.worker.doWork(now);

    assertThat(tellsOnlyTheTruth(a)).isEqualTo(on);
  }

  /// Rule 6: a claim is found again by its nonce, which nobody else has.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldKnowItsClaimByANonceOfItsOwn(boolean on) {
    Node a = node("a", real -> real);
    Node b = node("b", real -> real);
    if (!on) {
      b.nonces = a.nonces;
    }
    for (int i = 0; i < 2; i++) {
      a.cycle(now);
      b.cycle(now);
    }
    b.log.land();
    a.log.land();
    a.cycle(now);
    b.cycle(now);

    boolean both = a.worker.role() == Role.OWNING && b.worker.role() == Role.OWNING;
    assertThat(both).isEqualTo(!on);
  }

  /// Rule 7: a log that ends before what was read of it is another log.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldStartOverWhenTheLogWasReplaced(boolean on) {
    Node a = node("a", real -> real);
    own(a);
    topics.submit("j0-aaaa", MemoryTopics.ONE, now, Long.MAX_VALUE);
    a.step(now);
    log.records.clear();
    log.records.add(new Claim("restored", "r", -1));
    a.log.lost = on;
    a.cycle(now);
    a.log.lost = false;
    a.cycle(now + SECOND);

    assertThat(isTheFoldOfTheLog(a)).isEqualTo(on);
  }

  /// Rule 8: an idle owner keeps its log from falling silent.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldKeepItsCellByWritingNowAndThen(boolean on) {
    OwnerTimings timings =
        OwnerTimings.DEFAULT.withKeepAlive(on ? SECOND / 5 : 3_600 * SECOND, SECOND);
    Node a = new Node("a", log, topics, timings, real -> real);
    Node b = new Node("b", log, topics, timings, real -> real);
    b.preferred = false;
    own(a);
    idle(a, b);

    assertThat(claims() == 1).isEqualTo(on);
  }

  /// Rule 8: who has lost a claim leaves the cell alone for a second.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotFightOverACell(boolean on) {
    OwnerTimings usual = OwnerTimings.DEFAULT;
    OwnerTimings timings =
        on
            ? usual
            : new OwnerTimings(
                usual.keepAlive(),
                usual.silence(),
                0,
                0,
                usual.claimPatience(),
                usual.checkpointEvery(),
                usual.checkpointRecords(),
                usual.repeatOrders());
    Node a = new Node("a", log, topics, timings, real -> real);
    Node b = new Node("b", log, topics, timings, real -> real);
    // Both believe that it is theirs.
    idle(a, b);

    assertThat(claims() <= 3).isEqualTo(on);
  }

  /// Liveness never fires blind.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldSuspectNobodyWhoseHeartbeatsMayBeUnread(boolean on) {
    Node a = node("a", real -> real);
    own(a);
    topics.join("h1", 1, now);
    a.step(now);
    long proof = now;
    for (int i = 0; i < 60; i++) {
      now += SECOND;
      a.log.proveReadThrough(now);
      // The broker is out of reach for heartbeats: none comes, and nothing proves that none is
      // there.
      a.inputs.readThrough = on ? proof : now;
      a.worker.doWork(now);
      a.log.land();
      a.worker.doWork(now);
    }

    assertThat(status(a) == HostStatus.READY).isEqualTo(on);
  }

  /// When more than a tenth of a cell falls silent together, the fault is on this side.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotGiveUpACellThatFallsSilentTogether(boolean on) {
    CellState state = new CellState(new CellId(0));
    int hosts = on ? 20 : 1;
    for (int i = 0; i < hosts; i++) {
      state.apply(
          new CellEvent.HostJoined(new HostId("h" + i), 1, "journal", MemoryTopics.facts()), now);
    }
    Liveness liveness = new Liveness(CellRules.DEFAULT, now);
    List<Object> told = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // Switched off by showing one host alone, of which more than a tenth is always allowed.
      told.addAll(liveness.check(state, now, now));
      now += SECOND;
    }

    assertThat(told.isEmpty()).isEqualTo(on);
    assertThat(liveness.paused()).isEqualTo(on);
  }

  /// A checkpoint holds what a cold reader needs to agree with one that read it all.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldKeepTheClaimInForceWithACheckpoint(boolean on) {
    OwnerTimings usual = OwnerTimings.DEFAULT;
    OwnerTimings frequent =
        new OwnerTimings(
            usual.keepAlive(),
            usual.silence(),
            usual.pauseAfterLoss(),
            usual.handover(),
            usual.claimPatience(),
            usual.checkpointEvery(),
            20,
            usual.repeatOrders());
    Node a = new Node("a", log, topics, frequent, real -> real);
    own(a);
    for (int i = 0; i < 30; i++) {
      topics.submit("j0-a%03d".formatted(i), MemoryTopics.ONE, now, Long.MAX_VALUE);
      now += SECOND / 10;
      a.step(now);
    }
    LogPosition p = a.stored.position();
    LogPosition position =
        on
            ? p
            : new LogPosition(p.next(), -1, "", "", 0, p.requestsNext(), p.reportsNext(), p.at());
    Node late = node("late", real -> real);
    late.preferred = false;
    late.stored = new CheckpointStore.Stored(position, a.stored.chunks());
    late.cycle(now);
    late.cycle(now);

    assertThat(late.worker.state().toChunks().equals(a.worker.state().toChunks())).isEqualTo(on);
  }

  /// Time in the log never runs backwards.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotLetTimeRunBackwards(boolean on) {
    FoldClock clock = new FoldClock(now, now, SECOND / 10, _ -> true);
    List<Long> times = new ArrayList<>();
    for (long jump : new long[] {1, 3_600 * SECOND, -7_200 * SECOND, 5, SECOND, -1, 0}) {
      now += jump;
      times.add(on ? clock.read(now) : now);
    }

    assertThat(times.equals(times.stream().sorted().toList())).isEqualTo(on);
  }

  /// Time does not leap while somebody waits for a lease to be over.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldWaitForALeaseWhateverTheClockSays(boolean on) {
    long until = now + 10 * SECOND;
    FoldClock clock = new FoldClock(now, now, SECOND / 10, at -> !on || at >= until);
    long passed = 0;
    now += 3_600 * SECOND;
    while (clock.read(now) < until) {
      now += SECOND / 20;
      passed += SECOND / 20;
    }

    assertThat(passed >= 9 * SECOND).isEqualTo(on);
    assertThat(clock.read(now)).as("and is right in the end").isEqualTo(now);
  }

  /// A clock that was behind and is set right has not run for all that time.
  @Test
  void shouldNotTakeASettingOfTheClockForTimeThatPassed() {
    FoldClock clock = new FoldClock(now, now - 7_200 * SECOND, SECOND / 10, _ -> true);

    assertThat(clock.read(now - 3_600 * SECOND)).isBetween(now, now + SECOND);
  }

  /// Does not hear that an append is uncertain, and takes it for done.
  private static final class Deaf extends Port {
    Deaf(CellLog real) {
      super(real);
    }

    @Override
    public @Nullable Appended takeAppended() {
      Appended result = super.takeAppended();
      return result instanceof Appended.Uncertain ? new Appended.At(expected) : result;
    }
  }

  /// Takes every acknowledgement for the next offset.
  private static final class Rash extends Port {
    Rash(CellLog real) {
      super(real);
    }

    @Override
    public @Nullable Appended takeAppended() {
      return super.takeAppended() == null ? null : new Appended.At(expected);
    }
  }

  private abstract static class Port implements CellLog {
    private final CellLog real;
    long expected;

    Port(CellLog real) {
      this.real = real;
    }

    @Override
    public void append(LogRecord record) {
      real.append(record);
    }

    @Override
    public @Nullable Appended takeAppended() {
      return real.takeAppended();
    }

    @Override
    public void seek(long next) {
      expected = next;
      real.seek(next);
    }

    @Override
    public void known(long next) {
      expected = next;
      real.known(next);
    }

    @Override
    public List<Entry> poll() {
      List<Entry> entries = real.poll();
      if (!entries.isEmpty()) {
        expected = entries.getLast().offset() + 1;
      }
      return entries;
    }

    @Override
    public long readThrough() {
      return real.readThrough();
    }

    @Override
    public boolean lostData() {
      return real.lostData();
    }
  }

  /// What it has told the world of is in the log, and counts there.
  private boolean tellsOnlyTheTruth(Node node) {
    LogFold fold = new LogFold(LogPosition.START);
    List<Long> counted = new ArrayList<>();
    for (int i = 0; i < log.records.size(); i++) {
      if (fold.read(i, log.records.get(i)) instanceof Verdict.Counted) {
        counted.add((long) i);
      }
    }
    return counted.containsAll(node.outputs.committed);
  }

  private boolean isTheFoldOfTheLog(Node node) {
    LogFold fold = new LogFold(LogPosition.START);
    CellState state = new CellState(new CellId(0));
    for (int i = 0; i < log.records.size(); i++) {
      if (fold.read(i, log.records.get(i)) instanceof Verdict.Counted(Transition transition)) {
        state.apply(transition);
      }
    }
    return node.worker.state().toChunks().equals(state.toChunks());
  }

  private void idle(Node a, Node b) {
    for (int i = 0; i < 80; i++) {
      now += SECOND / 10;
      a.step(now);
      b.step(now);
    }
  }

  private long claims() {
    return log.records.stream().filter(Claim.class::isInstance).count();
  }

  private static @Nullable HostStatus status(Node node) {
    var host = node.worker.state().host(H1);
    return host == null ? null : host.status();
  }

  private Node node(String id, UnaryOperator<CellLog> port) {
    return new Node(id, log, topics, OwnerTimings.DEFAULT, port);
  }

  private void own(Node node) {
    for (int i = 0; i < 60 && node.worker.role() != Role.OWNING; i++) {
      node.step(now);
      if (node.worker.role() != Role.OWNING) {
        now += SECOND / 10;
      }
    }
    assertThat(node.worker.role()).isEqualTo(Role.OWNING);
  }
}

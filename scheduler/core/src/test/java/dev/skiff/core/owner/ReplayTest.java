package dev.skiff.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Claim;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.request.Request;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.placement.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final long SECOND = 1_000_000;
  private static final CheckpointStore.Stored START =
      new CheckpointStore.Stored(LogPosition.START, List.of());

  private final MemoryLog log = new MemoryLog();
  private final MemoryTopics topics = new MemoryTopics();
  private final Node a = new Node("a", log, topics);
  private final Node b = new Node("b", log, topics);
  private long now = 1_000 * SECOND;

  /// Hosts that come and go, an owner that is replaced with something under way, poison,
  /// checkpoints.
  @BeforeEach
  void record() {
    b.preferred = false;
    for (int i = 0; i < 12; i++) {
      topics.join("h" + i, 1, now);
    }
    work(a, 10);
    for (int i = 0; i < 20; i++) {
      topics.submit("j0-a%03d".formatted(i), MemoryTopics.ONE, now, Long.MAX_VALUE);
      work(a, 2);
    }
    topics.requests.add(
        new CellInputs.Input.Unreadable("requests", topics.requests.size(), "is no JSON", false));
    topics.submit("j0-late", MemoryTopics.ONE, now - SECOND, now - 1);
    for (int i = 0; i < 10; i++) {
      finish("j0-a%03d".formatted(i));
    }
    work(a, 700);
    topics.submit("j0-bbbb", MemoryTopics.ONE, now, Long.MAX_VALUE);
    a.cycle(now);
    b.othersAlive = false;
    b.preferred = true;
    work(b, 20);
    a.log.land();
    topics.request(new Request.CancelJob(new JobId("j0-a015"), Long.MAX_VALUE));
    work(b, 400);
    assertThat(log.records.stream().filter(Claim.class::isInstance).count()).isGreaterThan(1);
    assertThat(a.stored.position().next()).isPositive();
    assertThat(events()).anyMatch(CellEvent.HostSuspected.class::isInstance);
  }

  @Test
  void shouldDecideEverythingAgainFromTheBeginning() {
    Replay replay = replay(START, CellRules.DEFAULT, log.records);

    assertThat(replay.difference()).isNull();
    assertThat(replay.unchecked()).isZero();
    assertThat(replay.compared()).isGreaterThan(100);
    assertThat(replay.state().toChunks()).isEqualTo(b.worker.state().toChunks());
  }

  @Test
  void shouldDecideTheRestAgainFromACheckpoint() {
    Replay replay = replay(a.stored, CellRules.DEFAULT, log.records);

    assertThat(replay.difference()).isNull();
    assertThat(replay.state().toChunks()).isEqualTo(b.worker.state().toChunks());
  }

  @Test
  void shouldShowTheFirstEventThatWasDecidedOtherwise() {
    List<LogRecord> forged = new ArrayList<>(log.records);
    int victim = 0;
    while (!(forged.get(victim) instanceof Transition one
        && one.events().stream().anyMatch(CellEvent.VmsAssigned.class::isInstance))) {
      victim++;
    }
    Transition t = (Transition) forged.get(victim);
    List<CellEvent> events = new ArrayList<>(t.events());
    events.replaceAll(event ->
        event instanceof CellEvent.VmsAssigned v
            ? new CellEvent.VmsAssigned(
                v.job(), v.first(), v.count(), v.incarnation(), new HostId("h11"))
            : event);
    forged.set(
        victim,
        new Transition(
            t.claim(),
            t.nonce(),
            t.seq(),
            t.at(),
            t.requestsNext(),
            t.reportsNext(),
            t.inputs(),
            events));

    Replay.Difference difference =
        Objects.requireNonNull(replay(START, CellRules.DEFAULT, forged).difference());

    assertThat(difference.offset()).isEqualTo(victim);
    assertThat(difference.expected()).contains("vms-assigned/1", "h11");
    assertThat(difference.got()).contains("vms-assigned/1").doesNotContain("h11");
  }

  @Test
  void shouldNoticeThatTheMachineWasRunByOtherRules() {
    CellRules other = CellRules.DEFAULT.withPolicy(Policy.parse("worst-fit"));

    assertThat(replay(START, other, log.records).difference()).isNotNull();
  }

  @Test
  void shouldNoticeAnEventThatNothingLeadsTo() {
    List<LogRecord> forged = new ArrayList<>(log.records);
    Transition last = (Transition) forged.getLast();
    forged.set(
        forged.size() - 1,
        new Transition(
            last.claim(),
            last.nonce(),
            last.seq(),
            last.at(),
            last.requestsNext(),
            last.reportsNext(),
            List.of(),
            List.of(new CellEvent.HostLost(new HostId("h1")))));

    Replay.Difference difference =
        Objects.requireNonNull(replay(START, CellRules.DEFAULT, forged).difference());

    assertThat(difference.offset()).isEqualTo(forged.size() - 1);
    assertThat(difference.got()).isEmpty();
  }

  @Test
  void shouldBelieveATransitionWhoseInputsAreGone() {
    Replay replay = new Replay(new CellId(0), CellRules.DEFAULT, START);
    while (!isAtTheEnd(replay, log.records)) {
      switch (replay.need()) {
        case Replay.Need.Log need ->
            replay.log(need.offset(), log.records.get((int) need.offset()));
        case Replay.Need.Request _ -> replay.inputGone();
        case Replay.Need.Reports need -> replay.input(topics.reports.get((int) need.offset()));
      }
    }

    assertThat(replay.difference()).isNull();
    assertThat(replay.unchecked()).isPositive();
    assertThat(replay.state().toChunks()).isEqualTo(b.worker.state().toChunks());
  }

  private Replay replay(CheckpointStore.Stored start, CellRules rules, List<LogRecord> records) {
    Replay replay = new Replay(new CellId(0), rules, start);
    while (!isAtTheEnd(replay, records)) {
      int offset = (int) replay.need().offset();
      switch (replay.need()) {
        case Replay.Need.Log _ -> replay.log(offset, records.get(offset));
        case Replay.Need.Request _ -> replay.input(topics.requests.get(offset));
        case Replay.Need.Reports _ -> replay.input(topics.reports.get(offset));
      }
    }
    return replay;
  }

  private static boolean isAtTheEnd(Replay replay, List<LogRecord> records) {
    return replay.need() instanceof Replay.Need.Log need && need.offset() >= records.size();
  }

  private void finish(String job) {
    VmId vm = new VmId(new JobId(job), 0);
    String host = String.valueOf(Objects.requireNonNull(a.worker.state().vm(vm)).host());
    topics.report(
        host,
        1,
        now,
        new Report.VmsStarted(vm.job(), 0, 1, 1, new StartPhases(now, now, now, now)),
        new Report.VmEnded(vm, 1, new ExitStatus(0, 0, false, null, null, now)));
    work(a, 1);
  }

  private void work(Node node, int steps) {
    for (int i = 0; i < steps; i++) {
      now += SECOND / 10;
      for (int host = 0; host < 11; host++) {
        node.inputs.beats.add(new CellInputs.Beat(new HostId("h" + host), 1, now));
      }
      node.step(now);
    }
  }

  private List<CellEvent> events() {
    return log.records.stream()
        .filter(Transition.class::isInstance)
        .flatMap(record -> ((Transition) record).events().stream())
        .toList();
  }
}

package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.log.LogFold;
import dev.skiff.core.log.Verdict;
import dev.skiff.core.owner.CellInputs.Beat;
import dev.skiff.core.owner.CheckpointStore.Stored;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A reader of one cell's log that sees every record the moment it arrives, and checks after each
/// what must always be true.
final class Reference {
  /// One in so many Transitions is followed by a look at everything.
  private static final int WHOLE = 120;

  /// How far a clock may be set where clocks are about right, back and forth.
  private static final long CLOCKS_DIFFER = 200 * Scale.MILLI;

  private final World world;
  private final CellTopics topics;
  private final LogFold fold = new LogFold(LogPosition.START);
  private final Recomputing recomputing;
  private final Ledger ledger;
  private final Neighbours neighbours;
  private final Keys keys;
  private final Map<Long, Transition> counted = new HashMap<>();
  private final Map<Long, CellEvent.Outcome> outcomes = new HashMap<>();
  private final Map<Long, Consumer<CellEvent.Outcome>> waiting = new HashMap<>();
  private final Set<String> givenUp = new HashSet<>();
  private CellState state;
  private long claims;

  Reference(World world, CellTopics topics, Keys keys) {
    this.world = world;
    this.topics = topics;
    this.keys = keys;
    this.state = new CellState(topics.cell, Scale.RULES.policy());
    this.recomputing = new Recomputing(topics);
    this.ledger = new Ledger();
    this.neighbours = new Neighbours();
  }

  CellState state() {
    return state;
  }

  LogPosition position() {
    return fold.position();
  }

  /// Claims that came into force.
  long claims() {
    return claims;
  }

  boolean hasOutcome(long request) {
    return outcomes.containsKey(request);
  }

  /// Calls back when the request's outcome is in the log.
  void onOutcome(long request, Consumer<CellEvent.Outcome> then) {
    waiting.put(request, then);
  }

  /// Whether the cell has given an incarnation of a VM up, so that another may run beside it.
  boolean hasGivenUp(String run) {
    return givenUp.contains(run);
  }

  void read(long offset, LogRecord record) {
    switch (fold.read(offset, record)) {
      case Verdict.Counted(Transition transition) -> {
        counted.put(offset, transition);
        recomputing.check(transition, state, event -> take(event, transition.at()));
        if (world.oneIn(WHOLE)) {
          lookAtEverything();
        }
      }
      case Verdict.Claimed(LogRecord.Claim claim) -> {
        claims++;
        world.note("cell %s: log@%d %s", topics.cell, offset, claim);
      }
      case Verdict.Voided(String reason) ->
          world.note("cell %s: log@%d is void: %s", topics.cell, offset, reason);
    }
  }

  /// The state is put aside for one that was written down and read again: whatever is not in a
  /// checkpoint, or is not found again from it, shows in what follows.
  void lookAtEverything() {
    Recount.check(state);
    CellState again = CellState.fromChunks(topics.cell, Scale.RULES.policy(), state.toChunks());
    require(
        again.toChunks().equals(state.toChunks()),
        "read from a checkpoint the state is another:%n%s%nbefore:%n%s",
        again.toChunks(),
        state.toChunks());
    Recount.check(again);
    state = again;
  }

  /// Nobody publishes what does not count.
  void requireCounted(String who, long offset, Transition transition) {
    require(
        transition.equals(counted.get(offset)),
        "%s published the Transition at %d, which does not count",
        who,
        offset);
  }

  /// Nobody acts on what is not in the log.
  void requireRead(String who, long offset) {
    require(
        offset < fold.position().next(),
        "%s acts on offset %d, which is not in the log",
        who,
        offset);
  }

  /// A checkpoint holds what the log says, where its writer stands where this reader does.
  void requireSame(Stored checkpoint) {
    require(
        !checkpoint.position().equals(fold.position())
            || !world.oneIn(3)
            || checkpoint.chunks().equals(state.toChunks()),
        "a checkpoint at %s holds another state",
        checkpoint.position());
  }

  private void take(CellEvent event, long at) {
    world.note("cell %s: %s", topics.cell, event);
    world.coverage.met(event);
    Affected affected = Affected.by(event);
    Steps steps = new Steps(state, affected);
    before(event);
    state.apply(event, at);
    steps.note(state, world.coverage);
    ledger.check(state);
    if (event instanceof CellEvent.Outcome outcome) {
      take(outcome);
    }
  }

  private void before(CellEvent event) {
    ledger.take(state, event);
    Quotas.check(state, event);
    switch (event) {
      case CellEvent.VmsAssigned e -> {
        require(
            topics.cell.equals(e.job().cell()), "%s is placed in cell %s", e.job(), topics.cell);
        neighbours.check(state, e);
      }
      case CellEvent.VmEnded e -> {
        Vm vm = state.vm(e.vm());
        if (vm != null && e.status() == VmStatus.LOST) {
          givenUp.add(vm.id() + "-" + vm.incarnation());
        }
      }
      case CellEvent.JobAdmitted e -> {
        keys.admitted(e, world.now());
      }
      case CellEvent.HostLost e -> requireSilent(e.host());
      case CellEvent.InputRejected e ->
          require(!e.reason().contains("fails on it"), "the machine failed: %s", e);
      default -> {}
    }
  }

  /// A host is given up for its silence, and not because nobody listened. (An owner whose clock is
  /// set by more than that may be wrong about it.)
  private void requireSilent(HostId id) {
    Host host = state.host(id);
    if (host == null || world.weather.clocksWrong()) {
      return;
    }
    for (int offset = topics.heartbeats.size() - 1; offset >= 0; offset--) {
      long age = world.now() - topics.heartbeats.arrivedAt(offset);
      if (age >= Scale.RULES.lostAfter() - CLOCKS_DIFFER) {
        return;
      }
      Beat beat = topics.heartbeats.get(offset);
      require(
          !beat.host().equals(id) || beat.session() != host.session(),
          "%s is given up %d us after a heartbeat",
          host,
          age);
    }
  }

  private void take(CellEvent.Outcome outcome) {
    require(
        outcomes.put(outcome.request(), outcome) == null,
        "request %d has two outcomes",
        outcome.request());
    require(
        outcome.code() == OutcomeCode.DONE
            || outcome.code() == OutcomeCode.REPEATED
            || !outcome.detail().isBlank(),
        "a refusal does not say why: %s",
        outcome);
    Consumer<CellEvent.Outcome> then = waiting.remove(outcome.request());
    if (then != null) {
      then.accept(outcome);
    }
  }
}

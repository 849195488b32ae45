package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.log.LogFold;
import dev.skiff.core.log.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A reader that sees every record the moment it arrives, and checks after each what must always be
/// true.
final class Reference {
  private final World world;
  private final LogFold fold = new LogFold(LogPosition.START);
  private final CellState state = new CellState(new CellId(0));
  private final Map<Long, Transition> counted = new HashMap<>();
  private final Map<Long, CellEvent.Outcome> outcomes = new HashMap<>();
  private final Set<String> givenUp = new HashSet<>();
  private final Map<String, Integer> seen = new TreeMap<>();
  private long requestsNext;
  private long reportsNext;
  private long lastAt;

  Reference(World world) {
    this.world = world;
  }

  CellState state() {
    return state;
  }

  LogPosition position() {
    return fold.position();
  }

  Map<Long, CellEvent.Outcome> outcomes() {
    return outcomes;
  }

  /// How often each type of event has been met.
  Map<String, Integer> seen() {
    return seen;
  }

  /// Whether the cell has given an incarnation of a VM up, so that another may run beside it.
  boolean hasGivenUp(String run) {
    return givenUp.contains(run);
  }

  void read(long offset, LogRecord record) {
    if (fold.read(offset, record) instanceof Verdict.Counted(Transition transition)) {
      counted.put(offset, transition);
      check(transition);
      for (CellEvent event : transition.events()) {
        look(event);
        state.apply(event, transition.at());
      }
      checkCapacity();
    }
  }

  void requireCounted(String who, long offset, Transition transition) {
    if (!transition.equals(counted.get(offset))) {
      throw new InvariantViolation(
          "%s published the Transition at %d, which does not count".formatted(who, offset));
    }
  }

  void requireRead(String who, long offset) {
    if (offset >= fold.position().next()) {
      throw new InvariantViolation(
          "%s acts on offset %d, which is not in the log".formatted(who, offset));
    }
  }

  /// Every input is covered exactly once, in order.
  private void check(Transition transition) {
    if (transition.at() < lastAt) {
      throw new InvariantViolation("time runs backwards in " + transition);
    }
    lastAt = transition.at();
    for (InputRef ref : transition.inputs()) {
      switch (ref) {
        case InputRef.Requests(long first, long last) -> {
          require(first == requestsNext, "requests %d to %d follow %d", first, last, requestsNext);
          requestsNext = last + 1;
        }
        case InputRef.Reports(long first, long last) -> {
          require(first == reportsNext, "reports %d to %d follow %d", first, last, reportsNext);
          reportsNext = last + 1;
        }
        case InputRef.Tick _, InputRef.Place _, InputRef.Silence _, InputRef.Heard _ -> {}
      }
    }
    require(
        requestsNext == transition.requestsNext() && reportsNext == transition.reportsNext(),
        "covers %d and %d, says %s",
        requestsNext,
        reportsNext,
        transition);
  }

  private void look(CellEvent event) {
    switch (event) {
      case CellEvent.Outcome outcome ->
          require(
              outcomes.put(outcome.request(), outcome) == null,
              "request %d has two outcomes",
              outcome.request());
      case CellEvent.VmEnded ended -> {
        Vm vm = state.vm(ended.vm());
        if (vm != null && ended.status() == VmStatus.LOST) {
          givenUp.add(vm.id() + "-" + vm.incarnation());
        }
      }
      default -> {}
    }
    seen.merge(event.getClass().getSimpleName(), 1, Integer::sum);
    world.note("log: " + event);
  }

  private void checkCapacity() {
    for (Host host : state.hosts()) {
      Resources placed = Resources.NONE;
      for (Vm vm : state.vmsOn(host.id())) {
        placed = placed.plus(needOf(vm));
      }
      require(
          placed.fitsIn(host.facts().promisable()),
          "%s is overcommitted: %s of %s",
          host.id(),
          placed,
          host.facts().promisable());
      for (Ghost ghost : state.ghosts()) {
        if (ghost.host().equals(host.id())) {
          placed = placed.plus(ghost.resources());
        }
      }
      require(placed.equals(host.used()), "%s counts %s, has %s", host.id(), host.used(), placed);
    }
  }

  Resources needOf(Vm vm) {
    var job = state.job(vm.id().job());
    if (job == null) {
      throw new InvariantViolation(vm.id() + " has no job");
    }
    return job.spec().vm().resources();
  }

  /// Formats only what is going to be thrown.
  @SuppressWarnings("AnnotateFormatMethod")
  static void require(boolean holds, String message, @Nullable Object... details) {
    if (!holds) {
      throw new InvariantViolation(message.formatted(details));
    }
  }
}

package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.Outcome;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.VmStatus;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// What histories have gone through: how much of the machine they have put to the test.
public final class Coverage {
  private final Set<Class<? extends CellEvent>> events = new HashSet<>();
  private final Set<OutcomeCode> outcomes = EnumSet.noneOf(OutcomeCode.class);
  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
  private final Set<Step<?>> steps = new HashSet<>();

  /// One step of a table of statuses.
  private record Step<S extends Enum<S>>(S from, S to) {
    @Override
    public String toString() {
      return "%s %s -> %s".formatted(from.getDeclaringClass().getSimpleName(), from, to);
    }
  }

  void met(Fault fault) {
    faults.add(fault);
  }

  void met(CellEvent event) {
    events.add(event.getClass());
    if (event instanceof Outcome outcome) {
      outcomes.add(outcome.code());
    }
  }

  <S extends Enum<S>> void stepped(S from, S to) {
    if (from != to) {
      steps.add(new Step<>(from, to));
    }
  }

  /// Adds what others have gone through.
  public void add(Coverage other) {
    events.addAll(other.events);
    outcomes.addAll(other.outcomes);
    faults.addAll(other.faults);
    steps.addAll(other.steps);
  }

  /// Events, outcomes, faults, and steps of the three tables of statuses that were not met, in
  /// words.
  public Set<String> missing() {
    Set<String> missing = new TreeSet<>();
    for (Class<?> event : CellEvent.class.getPermittedSubclasses()) {
      if (!events.contains(event)) {
        missing.add("event " + event.getSimpleName());
      }
    }
    for (OutcomeCode code : OutcomeCode.values()) {
      if (!outcomes.contains(code)) {
        missing.add("outcome " + code);
      }
    }
    for (Fault fault : Fault.values()) {
      if (!faults.contains(fault)) {
        missing.add("fault " + fault);
      }
    }
    for (VmStatus from : VmStatus.values()) {
      from.next().forEach(to -> require(new Step<>(from, to), missing));
    }
    for (JobStatus from : JobStatus.values()) {
      from.next().forEach(to -> require(new Step<>(from, to), missing));
    }
    for (HostStatus from : HostStatus.values()) {
      from.next().forEach(to -> require(new Step<>(from, to), missing));
    }
    return missing;
  }

  private void require(Step<?> step, Set<String> missing) {
    if (!steps.contains(step)) {
      missing.add(step.toString());
    }
  }
}

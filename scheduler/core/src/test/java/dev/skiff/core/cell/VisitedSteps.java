package dev.skiff.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Which steps of the three tables of statuses were taken; a step that no table has fails at once.
final class VisitedSteps {
  private final Set<String> visited = new TreeSet<>();
  private Map<Object, Enum<?>> before = new HashMap<>();

  /// To be called after every event.
  void look(CellState state) {
    Map<Object, Enum<?>> now = new HashMap<>();
    for (Host host : state.hosts()) {
      now.put(host.id(), host.status());
      step(host.id(), host.status(), HostStatus::next);
    }
    for (Job job : state.jobs()) {
      now.put(job.id(), job.status());
      step(job.id(), job.status(), JobStatus::next);
      for (Vm vm : state.vmsOf(job.id())) {
        now.put(vm.id(), vm.status());
        step(vm.id(), vm.status(), VmStatus::next);
      }
    }
    before = now;
  }

  private <S extends Enum<S>> void step(Object id, S status, Function<S, Set<S>> table) {
    Enum<?> old = before.get(id);
    if (old == null || old == status) {
      return;
    }
    S from = status.getDeclaringClass().cast(old);
    assertThat(table.apply(from)).as("%s was %s", id, from).contains(status);
    visited.add(name(from, status));
  }

  void addAll(VisitedSteps other) {
    visited.addAll(other.visited);
  }

  /// The steps that the tables have and nobody took.
  List<String> unvisited() {
    Set<String> all = new TreeSet<>();
    addTable(all, HostStatus.values(), HostStatus::next);
    addTable(all, JobStatus.values(), JobStatus::next);
    addTable(all, VmStatus.values(), VmStatus::next);
    all.removeAll(visited);
    return List.copyOf(all);
  }

  private static <S extends Enum<S>> void addTable(
      Set<String> all, S[] values, Function<S, Set<S>> table) {
    Arrays.stream(values).forEach(from -> table.apply(from).forEach(to -> all.add(name(from, to))));
  }

  private static <S extends Enum<S>> String name(S from, S to) {
    return "%s: %s → %s".formatted(from.getDeclaringClass().getSimpleName(), from, to);
  }
}

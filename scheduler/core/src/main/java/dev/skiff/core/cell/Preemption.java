package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.core.placement.Trial;
import dev.skiff.core.placement.VmRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds VMs of lower priority that may give way to one that found no room: of the lowest priority
/// first, then the fewest, and never so that a namespace holds less than it is guaranteed. (The
/// order is that of Kubernetes' preemption; its disruption budgets are namespace guarantees here.)
final class Preemption {
  /// Hosts that one search looks into; it is a search for a good host, not for the best of
  /// thousands.
  private static final int MOST_HOSTS = 256;

  private static final Comparator<Vm> YOUNGEST_FIRST =
      Comparator.comparingLong((Vm vm) -> vm.timings().assigned()).reversed().thenComparing(Vm::id);

  private final CellState state;
  private final Set<HostId> chosen = new HashSet<>();

  Preemption(CellState state) {
    this.state = state;
  }

  /// @param victims in no particular order, at least one
  record Choice(HostId host, List<Vm> victims, int highestPriority) {
    boolean isBetterThan(Choice other) {
      return highestPriority != other.highestPriority
          ? highestPriority < other.highestPriority
          : victims.size() < other.victims.size();
    }
  }

  /// @return null when nobody can give way
  @Nullable Choice find(Trial trial, VmRequest request, int priority) {
    if (state.priorities.isEmpty() || state.priorities.firstKey() >= priority) {
      return null;
    }
    Choice best = null;
    int looked = 0;
    for (HostEntry host : state.hosts.values()) {
      if (looked >= MOST_HOSTS) {
        break;
      }
      if (chosen.contains(host.host.id()) || host.vms.isEmpty()) {
        continue;
      }
      Choice choice = on(host, trial, request, priority);
      if (choice != null) {
        looked++;
        if (best == null || choice.isBetterThan(best)) {
          best = choice;
        }
      }
    }
    if (best != null) {
      chosen.add(best.host());
    }
    return best;
  }

  private @Nullable Choice on(HostEntry host, Trial trial, VmRequest request, int priority) {
    HostId id = host.host.id();
    List<Vm> candidates = new ArrayList<>();
    Resources all = Resources.NONE;
    for (Vm vm : state.vmsOn(id)) {
      if (priorityOf(vm) < priority && vm.status() != VmStatus.STOPPING) {
        candidates.add(vm);
        all = all.plus(resourcesOf(vm));
      }
    }
    if (candidates.isEmpty() || !trial.wouldHold(request, id, all)) {
      return null;
    }
    candidates.sort(Comparator.comparingInt(this::priorityOf).thenComparing(YOUNGEST_FIRST));
    List<Vm> victims = new ArrayList<>();
    Map<String, Resources> taken = new HashMap<>();
    Resources freed = Resources.NONE;
    for (Vm vm : candidates) {
      if (!mayTake(vm, taken)) {
        continue;
      }
      victims.add(vm);
      freed = freed.plus(resourcesOf(vm));
      if (trial.wouldHold(request, id, freed)) {
        return new Choice(
            id, fewest(victims, freed, id, trial, request), priorityOf(victims.getLast()));
      }
    }
    return null;
  }

  /// Without those that turn out not to be needed, the most important first.
  private List<Vm> fewest(
      List<Vm> victims, Resources freed, HostId id, Trial trial, VmRequest request) {
    List<Vm> needed = new ArrayList<>(victims);
    Resources left = freed;
    for (int i = victims.size() - 1; i >= 0; i--) {
      Resources without = left.minus(resourcesOf(victims.get(i)));
      if (needed.size() > 1 && trial.wouldHold(request, id, without)) {
        needed.remove(victims.get(i));
        left = without;
      }
    }
    return needed;
  }

  private boolean mayTake(Vm vm, Map<String, Resources> taken) {
    String name = state.requireJob(vm.id().job()).spec().namespace();
    Resources more = taken.getOrDefault(name, Resources.NONE).plus(resourcesOf(vm));
    NamespaceEntry namespace = state.namespaces.get(name);
    if (namespace != null && !namespace.canSpare(more)) {
      return false;
    }
    taken.put(name, more);
    return true;
  }

  private int priorityOf(Vm vm) {
    return state.requireJob(vm.id().job()).spec().placement().priority();
  }

  private Resources resourcesOf(Vm vm) {
    return state.requireJob(vm.id().job()).resources(vm);
  }
}

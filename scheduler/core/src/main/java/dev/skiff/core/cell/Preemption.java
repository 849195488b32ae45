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
/// first, then the fewest, and never so that a namespace holds less than it is guaranteed, unless
/// it is its own VM that takes the place. (The order is that of Kubernetes' preemption; its
/// disruption budgets are namespace guarantees here.) One is made for each pass: it remembers what
/// it has given away in it.
final class Preemption {
  /// Hosts whose VMs one search looks at; it is a search for a good host, not for the best of
  /// thousands.
  private static final int MOST_HOSTS = 256;

  private static final Comparator<Vm> YOUNGEST_FIRST =
      Comparator.comparingLong((Vm vm) -> vm.timings().assigned()).reversed().thenComparing(Vm::id);

  private final CellState state;
  private final Set<HostId> chosen = new HashSet<>();
  private final Set<VmRequest> hopeless = new HashSet<>();

  /// What VMs that were chosen hold, by namespace.
  private final Map<String, Resources> given = new HashMap<>();

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

  /// Whether it is worth a search. To be asked in the order of priority, highest first: where
  /// nobody gives way to a VM, nobody does to a lesser one of its kind.
  boolean mayFind(VmRequest request, int priority) {
    return !state.priorities.isEmpty()
        && state.priorities.firstKey() < priority
        && !hopeless.contains(request);
  }

  /// @return null when nobody can give way
  @Nullable Choice find(Trial trial, VmRequest request, int priority) {
    Choice best = null;
    int looked = 0;
    for (HostEntry host : state.hosts.values()) {
      if (looked >= MOST_HOSTS) {
        break;
      }
      Resources most = host.heldBelow(priority);
      if (most.equals(Resources.NONE)
          || chosen.contains(host.host.id())
          || !trial.wouldHold(request, host.host.id(), most)) {
        continue;
      }
      looked++;
      Choice choice = on(host.host.id(), trial, request, priority);
      if (choice != null && (best == null || choice.isBetterThan(best))) {
        best = choice;
      }
    }
    if (best == null) {
      hopeless.add(request);
    } else {
      chosen.add(best.host());
      best.victims().forEach(victim -> take(victim, given));
    }
    return best;
  }

  private @Nullable Choice on(HostId id, Trial trial, VmRequest request, int priority) {
    List<Vm> candidates = new ArrayList<>();
    for (Vm vm : state.vmsOn(id)) {
      if (vm.status() != VmStatus.STOPPING && priorityOf(vm) < priority) {
        candidates.add(vm);
      }
    }
    candidates.sort(Comparator.comparingInt(this::priorityOf).thenComparing(YOUNGEST_FIRST));
    List<Vm> victims = new ArrayList<>();
    Map<String, Resources> taken = new HashMap<>(given);
    Resources freed = Resources.NONE;
    for (Vm vm : candidates) {
      if (!mayTake(vm, request, taken)) {
        continue;
      }
      take(vm, taken);
      victims.add(vm);
      freed = freed.plus(resourcesOf(vm));
      if (trial.wouldHold(request, id, freed)) {
        List<Vm> needed = fewest(victims, freed, id, trial, request);
        return trial.wouldHoldWithout(request, id, needed.stream().map(this::leaving).toList())
            ? new Choice(
                id, needed, needed.stream().mapToInt(this::priorityOf).max().orElse(priority))
            : null;
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

  private Trial.Leaving leaving(Vm vm) {
    return new Trial.Leaving(vm.id().job(), resourcesOf(vm));
  }

  private boolean mayTake(Vm vm, VmRequest request, Map<String, Resources> taken) {
    String name = namespaceOf(vm);
    NamespaceEntry namespace = state.namespaces.get(name);
    return namespace == null
        || name.equals(request.namespace())
        || namespace.canSpare(taken.getOrDefault(name, Resources.NONE).plus(resourcesOf(vm)));
  }

  private void take(Vm vm, Map<String, Resources> taken) {
    taken.merge(namespaceOf(vm), resourcesOf(vm), Resources::plus);
  }

  private String namespaceOf(Vm vm) {
    return state.requireJob(vm.id().job()).spec().namespace();
  }

  private int priorityOf(Vm vm) {
    return state.requireJob(vm.id().job()).spec().placement().priority();
  }

  private Resources resourcesOf(Vm vm) {
    return state.requireJob(vm.id().job()).resources(vm);
  }
}

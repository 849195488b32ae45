package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Plan;
import dev.skiff.contracts.state.Vm;
import dev.skiff.core.placement.Trial;
import dev.skiff.core.placement.VmRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Answers "what if": the same placement as for real, on room that is given back at once.
final class Planner {
  /// VMs of a job that a plan looks at; it says how many it was asked for.
  private static final int MOST_VMS = 10_000;

  Plan job(CellState state, JobSpec spec, long at) {
    JobId id = new JobId("j" + state.cell() + "-plan");
    Sketch sketch = new Sketch();
    state.fleet.job(id, spec);
    try (Trial trial = state.fleet.trial(at)) {
      VmRequest request = state.request(id, spec, at);
      int wanted = Math.min(Math.min(spec.count(), spec.atOnce()), MOST_VMS);
      for (int i = 0; i < wanted && sketch.waiting == null; i++) {
        sketch.place(trial, request, null, null);
      }
      if (sketch.waiting != null && spec.placement().priority() > 0) {
        Preemption.Choice choice =
            new Preemption(state).find(trial, request, spec.placement().priority());
        if (choice != null) {
          choice.victims().forEach(victim -> sketch.preempted.add(victim.id()));
        }
      }
    } finally {
      state.fleet.forgetJob(id);
    }
    return sketch.toPlan(spec.count());
  }

  Plan drain(CellState state, HostId host, long at) {
    Sketch sketch = new Sketch();
    List<Vm> vms = state.vmsOn(host);
    try (Trial trial = state.fleet.trial(at)) {
      for (Vm vm : vms) {
        JobEntry job = state.requireJob(vm.id().job());
        if (Drains.isMovable(job.spec())) {
          sketch.place(trial, state.request(job, at), host, vm.id());
        }
      }
    }
    return sketch.toPlan(vms.size());
  }

  private static final class Sketch {
    private final TreeMap<HostId, List<VmId>> named = new TreeMap<>();
    private final TreeMap<HostId, Integer> counts = new TreeMap<>();
    private final List<VmId> preempted = new ArrayList<>();
    private int placed;
    private @Nullable Explanation waiting;

    void place(Trial trial, VmRequest request, @Nullable HostId leaving, @Nullable VmId vm) {
      HostId host = trial.place(request, leaving);
      if (host == null || host.equals(leaving)) {
        if (waiting == null) {
          waiting = trial.explain(request);
        }
        return;
      }
      placed++;
      counts.merge(host, 1, Integer::sum);
      if (vm != null) {
        named.computeIfAbsent(host, h -> new ArrayList<>()).add(vm);
      }
    }

    Plan toPlan(int vms) {
      List<Plan.Group> groups =
          counts.entrySet().stream()
              .limit(Plan.MOST_GROUPS)
              .map(e ->
                  new Plan.Group(
                      e.getKey(),
                      e.getValue(),
                      named.getOrDefault(e.getKey(), List.of()).stream()
                          .limit(Plan.MOST_GROUPS)
                          .toList()))
              .toList();
      return new Plan(
          vms, placed, groups, preempted.stream().limit(Plan.MOST_GROUPS).toList(), waiting);
    }
  }
}

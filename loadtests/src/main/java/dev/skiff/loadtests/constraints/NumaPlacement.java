package dev.skiff.loadtests.constraints;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobKind;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.UpdatePolicy;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.state.Host;
import dev.skiff.core.placement.Fleet;
import dev.skiff.core.placement.Policy;
import dev.skiff.core.placement.Trial;
import dev.skiff.core.placement.VmRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Places the VMs of the data set, one after the other in file order, by the engine's own rules.
///
/// A server is one host of the engine: the four dimensions of its resources are CPU and memory of
/// the first NUMA node, and CPU and memory of the second. A VM on two nodes asks for half of each;
/// a VM on one node asks for the first or for the second, whichever it fills better.
///
/// A group is a job, or one for each of its fault domains. Affinity is the rule "in the same rack
/// as VMs of its own", anti-affinity "on another host than VMs of its own", and fault domains "in
/// another rack than the VMs of the jobs of the same group and another domain".
final class NumaPlacement {
  private static final long MIB = 1024;
  private static final long MILLI = 1000;

  /// Jobs must reserve something; what VMs reserve here is in the requests.
  private static final Resources SOMETHING = new Resources(1, 1, 0, 1);

  private final Fleet fleet;
  private final List<NumaHost> hosts;
  private final Map<HostId, Integer> numbers = new HashMap<>();
  private final long[][] free;
  private final Map<String, JobId> jobs = new HashMap<>();
  private final Map<JobId, JobSpec> specs = new HashMap<>();

  private record Choice(int host, int node, VmRequest request, double left) {}

  NumaPlacement(List<NumaHost> hosts, Policy policy) {
    this.hosts = hosts;
    this.fleet = new Fleet(policy);
    this.free = new long[hosts.size()][];
    for (int i = 0; i < hosts.size(); i++) {
      NumaHost host = hosts.get(i);
      HostId id = new HostId("s%06d".formatted(i));
      Resources capacity =
          new Resources(
              host.cpus0() * MILLI,
              host.memoryGib0() * MIB,
              host.cpus1() * MILLI,
              host.memoryGib1() * MIB);
      numbers.put(id, i);
      free[i] =
          new long[] {
            capacity.milliCpu(), capacity.memoryMib(), capacity.diskMib(), capacity.slots()
          };
      fleet.put(
          Host.joined(
              id,
              1,
              "",
              new HostFacts(
                  "", Map.of("rack", host.rack()), capacity, 100, "simulated", "", List.of(), ""),
              0));
    }
  }

  List<Placed> place(List<NumaVm> vms) {
    List<Placed> placed = new ArrayList<>();
    for (NumaVm vm : vms) {
      placed.add(place(vm));
    }
    return placed;
  }

  private Placed place(NumaVm vm) {
    JobId job = job(vm);
    Choice best = null;
    for (Resources need : needs(vm)) {
      Choice choice = choice(vm, request(job, need));
      if (choice != null && (best == null || choice.left < best.left)) {
        best = choice;
      }
    }
    if (best == null) {
      return new Placed(vm, Placed.NOWHERE, Placed.BOTH, reason(vm, job));
    }
    Resources need = best.request.need();
    fleet.placed(new HostId("s%06d".formatted(best.host)), job, need, 1, 0, vm.row());
    long[] left = free[best.host];
    left[0] -= need.milliCpu();
    left[1] -= need.memoryMib();
    left[2] -= need.diskMib();
    left[3] -= need.slots();
    return new Placed(vm, best.host, best.node, "");
  }

  private @Nullable Choice choice(NumaVm vm, VmRequest request) {
    HostId id;
    try (Trial trial = fleet.trial(vm.row())) {
      id = trial.place(request, null);
    }
    if (id == null) {
      return null;
    }
    int host = Objects.requireNonNull(numbers.get(id));
    Resources need = request.need();
    int node = vm.nodes() == 2 ? Placed.BOTH : need.milliCpu() > 0 ? 0 : 1;
    double left =
        node == 1
            ? share(free[host][2] - need.diskMib(), hosts.get(host).cpus1() * MILLI)
                + share(free[host][3] - need.slots(), hosts.get(host).memoryGib1() * MIB)
            : share(free[host][0] - need.milliCpu(), hosts.get(host).cpus0() * MILLI)
                + share(free[host][1] - need.memoryMib(), hosts.get(host).memoryGib0() * MIB);
    return new Choice(host, node, request, left);
  }

  private String reason(NumaVm vm, JobId job) {
    List<String> reasons = new ArrayList<>();
    try (Trial trial = fleet.trial(vm.row())) {
      for (Resources need : needs(vm)) {
        reasons.add(
            trial
                .explain(request(job, need))
                .sentence()
                .replaceAll("disk \\(needs (\\d+) MiB", "CPU of node 1 (needs $1m")
                .replace("at its limit of VMs", "short of memory of node 1"));
      }
    }
    return String.join("; or ", reasons);
  }

  private static List<Resources> needs(NumaVm vm) {
    long milliCpu = vm.cpus() * MILLI;
    long memoryMib = vm.memoryGib() * MIB;
    return vm.nodes() == 2
        ? List.of(
            new Resources(
                (milliCpu + 1) / 2, (memoryMib + 1) / 2, (milliCpu + 1) / 2, (memoryMib + 1) / 2))
        : List.of(
            new Resources(milliCpu, memoryMib, 0, 0), new Resources(0, 0, milliCpu, memoryMib));
  }

  private VmRequest request(JobId job, Resources need) {
    JobSpec spec = Objects.requireNonNull(specs.get(job));
    return new VmRequest(need, spec.vm().image(), spec.namespace(), job, spec.placement(), 0);
  }

  private JobId job(NumaVm vm) {
    String group = vm.strategy() == Strategy.NONE ? "none" : vm.strategy() + "-" + vm.group();
    return jobs.computeIfAbsent(
        vm.domain().isEmpty() ? group : group + "-" + vm.domain(),
        name -> {
          JobId id = new JobId("j0-%08d".formatted(jobs.size()));
          JobSpec spec = spec(group, vm);
          specs.put(id, spec);
          fleet.job(id, spec);
          return id;
        });
  }

  private static JobSpec spec(String group, NumaVm vm) {
    return new JobSpec(
        JobKind.JOB,
        null,
        "default",
        Map.of("group", group, "domain", "d" + vm.domain()),
        1,
        null,
        RestartPolicy.NEVER,
        null,
        null,
        null,
        false,
        new VmSpec("recorded", List.of(), Map.of(), null, null, false, false, SOMETHING),
        rules(group, vm),
        UpdatePolicy.ONE_BY_ONE);
  }

  private static PlacementSpec rules(String group, NumaVm vm) {
    return switch (vm.strategy()) {
      case NONE -> PlacementSpec.ANYWHERE;
      case AFFINITY -> rules(List.of(new Affinity("rack", null, true)), List.of());
      case ANTI_AFFINITY -> rules(List.of(), List.of(new Affinity(Affinity.BY_HOST, null, true)));
      case FAULT_DOMAIN ->
          rules(
              List.of(),
              List.of(
                  new Affinity(
                      "rack",
                      Selector.parse("group=%s,domain!=d%s".formatted(group, vm.domain())),
                      true)));
    };
  }

  private static PlacementSpec rules(List<Affinity> near, List<Affinity> away) {
    return new PlacementSpec(List.of(), List.of(), List.of(), near, away, 0, null);
  }

  private static double share(long left, long of) {
    return (double) left / Math.max(1, of);
  }
}

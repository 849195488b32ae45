package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.core.cell.CellState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Counts everything of a cell anew and compares it with what the state says.
final class Recount {
  private Recount() {}

  static void check(CellState state) {
    int pending = 0;
    int unfinished = 0;
    Map<String, Resources> reserved = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (Job job : state.jobs()) {
      VmCounts counts = VmCounts.NONE;
      for (Vm vm : state.vmsOf(job.id())) {
        counts = counts.with(vm, 1);
        unfinished += vm.status().isFinal() ? 0 : 1;
        if (vm.status() == VmStatus.PENDING) {
          pending++;
        }
        if (vm.status() == VmStatus.PENDING || vm.status() == VmStatus.CREATED) {
          require(!job.whyWaits(vm).isBlank(), "%s does not say why it waits", vm);
        }
      }
      check(job, counts);
      reserved.merge(job.spec().namespace(), reservedBy(job), Resources::plus);
      require(
          job.spec().name() == null || names.add(job.spec().namespace() + "/" + job.spec().name()),
          "two jobs have the name of %s",
          job);
    }
    require(pending == state.pendingVms(), "%d wait, counted %d", pending, state.pendingVms());
    require(
        unfinished == state.unfinishedVms(),
        "%d are not over, counted %d",
        unfinished,
        state.unfinishedVms());
    for (Namespace namespace : state.namespaces()) {
      Resources sum = reserved.getOrDefault(namespace.name(), Resources.NONE);
      require(sum.equals(namespace.used()), "reserves %s: %s", sum, namespace);
    }
    state.hosts().forEach(host -> check(state, host));
  }

  static Resources reservedBy(Job job) {
    return job.spec()
        .vm()
        .resources()
        .times(Math.min(job.counts().unfinished(), job.spec().atOnce()));
  }

  private static void check(Job job, VmCounts counts) {
    require(counts.equals(job.counts()), "counts: %s, of %s", counts, job);
    require(
        job.status() == JobStatus.of(counts, job.calledOff(), job.spec().isService()),
        "status of %s",
        job);
    require(
        counts.onHosts() <= job.spec().atOnce() || job.spec().isService(),
        "runs more VMs than its parallelism: %s",
        job);
    Explanation waiting = job.waiting();
    if (waiting != null) {
      int sum = waiting.blockers().stream().mapToInt(Explanation.Blocker::first).sum();
      require(sum == waiting.hosts(), "does not account for every host: %s", waiting);
    }
  }

  private static void check(CellState state, Host host) {
    Resources used = Resources.NONE;
    int vms = 0;
    for (Vm vm : state.vmsOn(host.id())) {
      Job job = state.job(vm.id().job());
      require(
          job != null && vm.status().isOnHost() && host.id().equals(vm.host()),
          "%s is not on %s",
          vm,
          host.id());
      if (job != null) {
        used = used.plus(job.vmSpec(vm.generation()).resources());
      }
      vms++;
    }
    for (Ghost ghost : state.ghosts()) {
      if (ghost.host().equals(host.id())) {
        used = used.plus(ghost.resources());
        vms++;
      }
    }
    require(used.equals(host.used()) && vms == host.vms(), "%s for %d in %s", used, vms, host);
  }
}

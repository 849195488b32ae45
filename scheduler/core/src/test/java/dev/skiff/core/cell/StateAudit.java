package dev.skiff.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.core.placement.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What must be so in every state of a cell, counted anew from its VMs.
final class StateAudit {
  private StateAudit() {}

  /// To be called after every event.
  static void check(CellState state, CellEvent event) {
    for (HostEntry host : state.hosts.values()) {
      Resources used = Resources.NONE;
      int vms = 0;
      for (Vm vm : state.vmsOn(host.host.id())) {
        assertThat(vm.host()).isEqualTo(host.host.id());
        assertThat(vm.status().isOnHost()).as("%s", vm).isTrue();
        used = used.plus(resources(state, vm));
        vms++;
      }
      for (Ghost ghost : host.ghosts.values()) {
        used = used.plus(ghost.resources());
        vms++;
      }
      assertThat(host.host.used()).as("used of %s", host.host.id()).isEqualTo(used);
      assertThat(host.host.vms()).as("VMs of %s", host.host.id()).isEqualTo(vms);
    }
    if (event instanceof CellEvent.VmsAssigned assigned) {
      Host host = state.requireHost(assigned.host()).host;
      assertThat(host.used().fitsIn(host.facts().promisable())).as("room on %s", host).isTrue();
    }
    Map<String, Resources> used = new TreeMap<>();
    for (Job job : state.jobs()) {
      VmCounts counts = VmCounts.NONE;
      for (Vm vm : state.vmsOf(job.id())) {
        counts = counts.with(vm, 1);
        if (vm.status() == VmStatus.PENDING || vm.status() == VmStatus.CREATED) {
          assertThat(job.whyWaits(vm)).as("why %s waits", vm.id()).isNotBlank();
        }
      }
      assertThat(job.counts()).as("counts of %s", job.id()).isEqualTo(counts);
      assertThat(counts.onHosts())
          .as("at once of %s", job)
          .isLessThanOrEqualTo(job.spec().atOnce());
      used.merge(
          job.spec().namespace(),
          job.spec().vm().resources().times(Math.min(counts.unfinished(), job.spec().atOnce())),
          Resources::plus);
    }
    used.forEach((name, amount) -> {
      NamespaceEntry namespace = state.namespaces.get(name);
      assertThat(namespace == null ? Resources.NONE : namespace.used)
          .as("used of namespace %s", name)
          .isEqualTo(amount);
    });
  }

  /// A state that was written down and read again finds everything in the same places.
  static void checkIndexes(CellState state) {
    CellState rebuilt = CellState.fromChunks(state.cell(), Policy.DEFAULT, state.toChunks());
    requireSame("read again", indexes(state), indexes(rebuilt));
  }

  /// Compares piece by piece, so that a difference can be read.
  static void requireSame(String what, Map<String, Object> expected, Map<String, Object> actual) {
    assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
    expected.forEach(
        (name, piece) -> assertThat(actual.get(name)).as("%s: %s", what, name).isEqualTo(piece));
  }

  /// Everything of a state, in a form that can be compared.
  static Map<String, Object> indexes(CellState state) {
    Map<String, Object> all = new TreeMap<>();
    all.put("keys", List.copyOf(state.keys.values()));
    all.put("names", new TreeMap<>(state.names));
    all.put("expiries", List.copyOf(state.expiries));
    all.put("deadlines", List.copyOf(state.deadlines));
    all.put("nominated", List.copyOf(state.nominated));
    all.put("delays", new TreeMap<>(state.delays));
    all.put("calling off", List.copyOf(state.callingOff));
    all.put("emptying", List.copyOf(state.emptying));
    all.put("out of shape", List.copyOf(state.outOfShape));
    all.put("draining", List.copyOf(state.draining));
    all.put("priorities", new TreeMap<>(state.priorities));
    all.put("VMs", state.vmCount);
    all.put("unfinished VMs", state.unfinishedVms);
    List<Object> pending = new ArrayList<>();
    state
        .pending
        .jobs()
        .forEach(place -> {
          pending.add(place);
          pending.add(List.copyOf(state.pending.indices(place)));
        });
    all.put("pending", pending);
    state.hosts.forEach((id, host) ->
        all.put(
            "host " + id,
            List.of(
                host.host,
                List.copyOf(host.vms),
                new TreeMap<>(host.ghosts),
                host.exclusive,
                new TreeMap<>(host.held))));
    state.namespaces.forEach(
        (name, entry) -> all.put("namespace " + name, List.of(entry.toNamespace(), entry.held)));
    state.jobs.forEach((id, job) ->
        all.put(
            "job " + id,
            List.of(job.job, job.counts, job.failures, job.isInShape(), job.present())));
    return all;
  }

  private static Resources resources(CellState state, Vm vm) {
    return state.requireJob(vm.id().job()).resources(vm);
  }
}

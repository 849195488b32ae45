package dev.skiff.core.cell;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.AfterEnd;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A job and its VMs, inside [CellState].
final class JobEntry {
  Job job;

  /// Of the VMs as they are; [#job] has them once the event that changed them has been taken in.
  VmCounts counts;

  int failures;

  /// By index; null where a VM has been removed.
  private @Nullable Vm[] vms;

  private int present;

  /// VMs whose index is not below the spec's count.
  private int surplus;

  /// VMs that are over and to be removed.
  private int removable;

  /// VMs that hold a host, by the generation of what they are.
  private final TreeMap<Integer, Integer> onHosts = new TreeMap<>();

  JobEntry(Job job) {
    this.job = job;
    this.counts = job.counts();
    this.failures = job.failures();
    this.vms = new Vm[job.spec().count()];
  }

  JobSpec spec() {
    return job.spec();
  }

  @Nullable Vm vm(int index) {
    return index < vms.length ? vms[index] : null;
  }

  List<Vm> present() {
    List<Vm> all = new ArrayList<>(present);
    for (Vm vm : vms) {
      if (vm != null) {
        all.add(vm);
      }
    }
    return all;
  }

  /// More than the highest index in use. How much more depends on the past, so nothing may follow
  /// from it.
  int slots() {
    return vms.length;
  }

  VmId id(int index) {
    Vm vm = vm(index);
    return vm == null ? new VmId(job.id(), index) : vm.id();
  }

  /// What a VM that has a host reserves there.
  Resources resources(Vm vm) {
    return job.vmSpec(vm.generation()).resources();
  }

  /// Whether the VMs are neither too many nor too few, and all of the current kind.
  boolean isInShape() {
    return present == spec().count() && surplus == 0 && removable == 0 && job.older().isEmpty();
  }

  /// Puts a VM in its place; null removes it. Keeps the counts, and nothing else.
  void put(int index, @Nullable Vm vm) {
    if (index >= vms.length) {
      vms = Arrays.copyOf(vms, Math.max(index + 1, vms.length + vms.length / 8));
    }
    Vm before = vms[index];
    if (before != null) {
      count(before, -1);
    }
    vms[index] = vm;
    if (vm != null) {
      count(vm, 1);
    }
  }

  /// Puts a VM in its place that the job's counts know already.
  void restore(Vm vm) {
    VmCounts known = counts;
    put(vm.id().index(), vm);
    counts = known;
  }

  /// To be called when the spec was replaced.
  void recount() {
    surplus = 0;
    for (int i = spec().count(); i < vms.length; i++) {
      surplus += vms[i] == null ? 0 : 1;
    }
  }

  /// Earlier generations of which VMs are left.
  List<Job.Older> olderInUse() {
    return job.older().stream().filter(o -> onHosts.containsKey(o.generation())).toList();
  }

  private void count(Vm vm, int delta) {
    counts = counts.with(vm, delta);
    present += delta;
    if (vm.id().index() >= spec().count()) {
      surplus += delta;
    }
    if (vm.status().isFinal() && vm.then() == AfterEnd.REMOVE) {
      removable += delta;
    }
    if (vm.status().isOnHost()) {
      onHosts.merge(vm.generation(), delta, (a, b) -> a + b == 0 ? null : a + b);
    }
  }
}

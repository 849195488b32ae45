package dev.skiff.loadtests.replay;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.state.Host;
import dev.skiff.core.placement.Fleet;
import dev.skiff.core.placement.Policy;
import dev.skiff.core.placement.Trial;
import dev.skiff.core.placement.VmRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Gives each VM of a trace to the engine when it arrives and takes it away when it leaves, as a
/// cell would. A batch is a job. Nothing is known of a VM before it arrives, nor of its end before
/// it leaves.
final class PackingReplay {
  static final int REJECTED = -1;

  private static final double GIB = 1024;
  private static final long SECOND = 1_000_000;

  private final HostShape shape;
  private final int fixedHosts;
  private final Fleet fleet;
  private final List<HostId> hosts = new ArrayList<>();
  private final Map<HostId, Integer> numbers = new HashMap<>();
  private final List<Integer> vmsOn = new ArrayList<>();
  private final Map<String, Batch> batches = new HashMap<>();
  private final PriorityQueue<Running> running =
      new PriorityQueue<>(
          Comparator.comparingDouble((Running r) -> r.vm.departure())
              .thenComparingInt(r -> r.vm.row()));

  private int rejected;
  private int vms;

  /// Where each VM went.
  interface Assignments {
    /// @param host number from 0 in the order of opening; [#REJECTED] for none
    void assigned(int vm, int host) throws IOException;
  }

  /// What came of it.
  record Result(double ratio, int peak, int hostsEver, int rejected, int vms, double endSeconds) {}

  private record Running(TraceVm vm, int host, Batch batch, VmRequest request) {}

  private static final class Batch {
    final JobId id;
    int vms;

    Batch(JobId id) {
      this.id = id;
    }
  }

  /// @param fixedHosts how many hosts there are; 0 opens one whenever nothing fits
  PackingReplay(HostShape shape, int fixedHosts, Policy policy) {
    this.shape = shape;
    this.fixedHosts = fixedHosts;
    this.fleet = new Fleet(policy);
    for (int i = 0; i < fixedHosts; i++) {
      open();
    }
  }

  Result run(TraceReader trace, Assignments assignments) throws IOException {
    TraceVm vm = trace.next();
    if (vm == null) {
      throw new IllegalArgumentException("the trace is empty");
    }
    Usage usage = new Usage(shape, vm.arrival());
    for (; vm != null; vm = trace.next()) {
      leaveUntil(vm.arrival(), usage);
      usage.advance(vm.arrival());
      assignments.assigned(vm.row(), arrive(vm, usage));
      vms++;
    }
    leaveUntil(trace.end(), usage);
    usage.advance(trace.end());
    return new Result(usage.ratio(), usage.peak(), hosts.size(), rejected, vms, trace.end());
  }

  private int arrive(TraceVm vm, Usage usage) {
    Resources need =
        new Resources(Math.round(vm.cpus() * 1000), (long) Math.ceil(vm.memoryGib() * GIB), 0, 1);
    Batch batch = batches.computeIfAbsent(vm.batch(), name -> new Batch(job(vm.row())));
    JobSpec spec =
        JobSpec.of(1, new VmSpec("trace", List.of(), Map.of(), null, null, false, false, need));
    if (batch.vms == 0) {
      fleet.job(batch.id, spec);
    }
    long at = micros(vm.arrival());
    VmRequest request = VmRequest.of(batch.id, spec, fleet.lifetimes().expected(spec, at));
    HostId host = place(request, at);
    if (host == null && fixedHosts == 0 && fitsAnEmptyHost(need)) {
      open();
      host = place(request, at);
    }
    if (host == null) {
      rejected++;
      forgetIfEmpty(vm.batch(), batch);
      return REJECTED;
    }
    batch.vms++;
    fleet.placed(host, batch.id, need, 1, request.lifetime(), at);
    int number = Objects.requireNonNull(numbers.get(host));
    usage.took(vm, vmsOn.get(number) == 0);
    vmsOn.set(number, vmsOn.get(number) + 1);
    if (vm.departure() < Double.POSITIVE_INFINITY) {
      running.add(new Running(vm, number, batch, request));
    }
    return number;
  }

  private @Nullable HostId place(VmRequest request, long at) {
    try (Trial trial = fleet.trial(at)) {
      return trial.place(request, null);
    }
  }

  private void leaveUntil(double time, Usage usage) {
    while (!running.isEmpty() && running.element().vm.departure() <= time) {
      Running gone = running.remove();
      usage.advance(gone.vm.departure());
      fleet.left(
          hosts.get(gone.host),
          gone.batch.id,
          gone.request.need(),
          1,
          micros(gone.vm.arrival()),
          micros(gone.vm.departure()));
      vmsOn.set(gone.host, vmsOn.get(gone.host) - 1);
      usage.left(gone.vm, vmsOn.get(gone.host) == 0);
      gone.batch.vms--;
      forgetIfEmpty(gone.vm.batch(), gone.batch);
    }
  }

  private void forgetIfEmpty(String name, Batch batch) {
    if (batch.vms == 0) {
      fleet.forgetJob(batch.id);
      batches.remove(name);
    }
  }

  private boolean fitsAnEmptyHost(Resources need) {
    return need.milliCpu() <= shape.cpus() * 1000L
        && need.memoryMib() <= (long) (shape.memoryGib() * GIB);
  }

  private void open() {
    HostId id = new HostId("h%06d".formatted(hosts.size()));
    Resources capacity =
        new Resources(shape.cpus() * 1000L, (long) (shape.memoryGib() * GIB), 1_000_000, 100_000);
    numbers.put(id, hosts.size());
    hosts.add(id);
    vmsOn.add(0);
    fleet.put(
        Host.joined(
            id,
            1,
            "",
            new HostFacts("", Map.of(), capacity, 100, "simulated", "", List.of(), ""),
            0));
  }

  private static JobId job(int row) {
    return new JobId("j0-%010d".formatted(row));
  }

  private static long micros(double seconds) {
    return Math.round(seconds * SECOND);
  }
}

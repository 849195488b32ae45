package dev.skiff.loadtests.engine;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.core.placement.Fleet;
import dev.skiff.core.placement.Policy;
import dev.skiff.core.placement.Trial;
import dev.skiff.core.placement.VmRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A fleet that is 80 % full, where VMs leave and others come in their place. It is worked as a
/// cell works it: what has left is told, a batch is placed in a trial, the trial is given back, and
/// what it found is told as placed.
final class BusyFleet {
  private static final double FILL = 0.8;
  private static final int VMS_PER_JOB = 200;

  final Fleet fleet = new Fleet(Policy.DEFAULT);
  private final Random random = new Random(1);
  private final List<VmRequest> requests = new ArrayList<>();
  private final List<Vm> vms = new ArrayList<>();
  private long free;

  private record Vm(HostId host, VmRequest request) {}

  private BusyFleet(int hosts) {
    for (int i = 0; i < hosts; i++) {
      fleet.put(Workload.host(i));
    }
    free = (long) (hosts * FILL * Workload.host(0).facts().promisable().milliCpu());
  }

  /// Ten shapes of VMs that may go anywhere.
  static BusyFleet plain(int hosts) {
    BusyFleet busy = new BusyFleet(hosts);
    for (int shape = 0; shape < Workload.shapes(); shape++) {
      busy.request(shape, PlacementSpec.ANYWHERE);
    }
    busy.fill(busy.requests, busy.vms, hosts);
    return busy;
  }

  /// Twenty jobs with a constraint and a spread each, among others that may go anywhere.
  static BusyFleet constrained(int hosts) {
    BusyFleet busy = new BusyFleet(hosts);
    for (int i = 0; i < 2 * Workload.shapes(); i++) {
      VmRequest request = busy.request(i, Workload.constrained(i));
      for (int vm = 0; vm < VMS_PER_JOB; vm++) {
        busy.place(request);
      }
    }
    List<VmRequest> anywhere = new ArrayList<>();
    for (int shape = 0; shape < Workload.shapes(); shape++) {
      anywhere.add(busy.request(shape, PlacementSpec.ANYWHERE));
    }
    busy.requests.removeAll(anywhere);
    busy.fill(anywhere, new ArrayList<>(), hosts);
    return busy;
  }

  /// @return how many of the batch found a host
  int replace(int batch) {
    for (int i = 0; i < batch && !vms.isEmpty(); i++) {
      Vm gone = removeAny();
      fleet.left(gone.host, job(gone.request), gone.request.need(), 1, 0, 0);
    }
    List<Vm> placed = new ArrayList<>(batch);
    try (Trial trial = fleet.trial(0)) {
      for (int i = 0; i < batch; i++) {
        VmRequest request = requests.get(random.nextInt(requests.size()));
        HostId host = trial.place(request, null);
        if (host != null) {
          placed.add(new Vm(host, request));
        }
      }
    }
    for (Vm vm : placed) {
      fleet.placed(vm.host, job(vm.request), vm.request.need(), 1, 0, 0);
    }
    vms.addAll(placed);
    return placed.size();
  }

  private VmRequest request(int shape, PlacementSpec placement) {
    JobId id = new JobId("j0-%08d".formatted(requests.size()));
    JobSpec spec = Workload.job(shape, placement);
    fleet.job(id, spec);
    VmRequest request = VmRequest.of(id, spec, 0);
    requests.add(request);
    return request;
  }

  private void place(VmRequest request) {
    HostId host;
    try (Trial trial = fleet.trial(0)) {
      host = trial.place(request, null);
    }
    if (host != null) {
      take(host, request, vms);
    }
  }

  /// Puts VMs anywhere, as a long past would have left them.
  private void fill(List<VmRequest> with, List<Vm> into, int hosts) {
    while (free > 0) {
      VmRequest request = with.get(random.nextInt(with.size()));
      HostId host = Workload.host(random.nextInt(hosts)).id();
      boolean fits;
      try (Trial trial = fleet.trial(0)) {
        fits = trial.wouldHold(request, host, Resources.NONE);
      }
      if (fits) {
        take(host, request, into);
      }
    }
  }

  private void take(HostId host, VmRequest request, List<Vm> into) {
    fleet.placed(host, job(request), request.need(), 1, 0, 0);
    free -= request.need().milliCpu();
    into.add(new Vm(host, request));
  }

  private Vm removeAny() {
    int at = random.nextInt(vms.size());
    Vm last = vms.removeLast();
    return at == vms.size() ? last : vms.set(at, last);
  }

  private static JobId job(VmRequest request) {
    @Nullable JobId job = request.job();
    if (job == null) {
      throw new IllegalStateException("a request of no job: " + request);
    }
    return job;
  }
}

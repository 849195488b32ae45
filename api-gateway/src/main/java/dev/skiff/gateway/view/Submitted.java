package dev.skiff.gateway.view;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.request.Request.SubmitJob;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.state.VmTimings;
import dev.skiff.gateway.tail.Settled;
import java.util.Optional;

/// A job as the Transition that admitted it left it: what is known of it before the views show it.
///
/// @param settled the outcome; its code is DONE
public record Submitted(SubmitJob request, Settled settled) {
  public Seen<Job> job() {
    int placed = settled.placed().stream().mapToInt(VmsAssigned::count).sum();
    JobSpec spec = request.spec();
    VmCounts counts = new VmCounts(Math.max(0, spec.count() - placed), placed, 0, 0, 0, 0, 0);
    Job admitted =
        Job.admitted(request.job(), settled.request(), spec, request.submittedAt(), settled.at());
    Job job = admitted.counting(counts, null, 0, settled.at());
    Explanation why = settled.waiting();
    if (why != null) {
      job = job.waitingFor(why, settled.at());
    }
    return new Seen<>(job, request.job().cell().value(), settled.logOffset());
  }

  /// One of its VMs; empty when it has no such index.
  public Optional<Seen<Vm>> vm(VmId id) {
    if (id.index() >= request.spec().count()) {
      return Optional.empty();
    }
    Vm vm =
        settled.placed().stream()
            .filter(e -> covers(e.first(), e.count(), id))
            .findFirst()
            .map(e -> assigned(id, e))
            .orElseGet(() -> waiting(id));
    return Optional.of(new Seen<>(vm, id.job().cell().value(), settled.logOffset()));
  }

  private Vm assigned(VmId id, VmsAssigned event) {
    return Vm.admitted(id, VmStatus.PENDING, 0, timings(), settled.at())
        .assigned(
            1,
            event.incarnation(),
            event.host(),
            timings().withAssigned(settled.at()),
            settled.at());
  }

  private Vm waiting(VmId id) {
    VmStatus status = request.held() ? VmStatus.CREATED : VmStatus.PENDING;
    return Vm.admitted(id, status, 0, timings(), settled.at());
  }

  private VmTimings timings() {
    return VmTimings.admitted(request.submittedAt(), settled.at());
  }

  private static boolean covers(int first, int count, VmId id) {
    return id.index() >= first && id.index() < first + count;
  }
}

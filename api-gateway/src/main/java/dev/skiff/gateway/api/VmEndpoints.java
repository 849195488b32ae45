package dev.skiff.gateway.api;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.request.Request;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.VmResource;
import dev.skiff.gateway.tail.Settled;
import dev.skiff.gateway.view.VmWithJob;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;

/// What can be done with VMs, apart from what is streamed.
final class VmEndpoints {
  private static final Duration LONGEST_GRACE = Duration.ofHours(1);

  private final Services services;

  VmEndpoints(Services services) {
    this.services = services;
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "listVms",
        this::list,
        "getVm",
        this::get,
        "waitForVm",
        this::await,
        "startVm",
        call -> act(call, Request.StartVm::new),
        "stopVm",
        this::stop,
        "killVm",
        call -> act(call, Request.KillVm::new),
        "pauseVm",
        call -> act(call, Request.PauseVm::new),
        "resumeVm",
        call -> act(call, Request.ResumeVm::new),
        "suspendVm",
        call -> act(call, Request.SuspendVm::new),
        "removeVm",
        this::remove);
  }

  private Answer list(Call call) throws InterruptedException {
    services.catchUp();
    String job = call.text("job");
    String namespace = call.text("namespace");
    String id =
        job == null
            ? null
            : services.lookup().jobId(job, namespace == null ? "default" : namespace).value();
    var filter = Filters.of(call, States.ofVms(call.text("state")), id);
    var page = services.lists().vms(filter, call.integer("limit"), call.text("next"));
    return Pages.answer(call, "VmList", page, vm -> VmResource.of(vm.vm().entity(), vm.job()));
  }

  private Answer get(Call call) throws InterruptedException {
    VmWithJob vm = find(call);
    return Preconditions.answer(call, vm.vm(), VmResource.of(vm.vm().entity(), vm.job()));
  }

  private Answer await(Call call) throws InterruptedException {
    Goal goal = Goal.of(call.required("state"));
    Duration atMost = call.duration("timeout", Submission.LONGEST_WAIT);
    VmId id = find(call).vm().entity().id();
    VmWithJob vm = services.waiting().forVm(id, seen -> goal.isReached(seen.vm().entity()), atMost);
    if (!goal.isReached(vm.vm().entity())) {
      throw Problem.of(
          ProblemCode.WAIT_TIMEOUT,
          "after %d ms it is %s, not %s"
              .formatted(atMost.toMillis(), vm.vm().entity().status(), goal.text()));
    }
    return Answer.json(200, VmResource.of(vm.vm().entity(), vm.job())).with("ETag", vm.vm().etag());
  }

  private Answer stop(Call call) throws InterruptedException {
    long grace = call.duration("grace", LONGEST_GRACE).toMillis();
    return act(call, (id, notAfter) -> new Request.StopVm(id, grace, notAfter));
  }

  private Answer act(Call call, BiFunction<VmId, Long, Request> request)
      throws InterruptedException {
    VmId id = existing(call);
    services.ask(id.job(), notAfter -> request.apply(id, notAfter));
    VmWithJob vm = services.lookup().vm(id);
    return Answer.json(202, VmResource.of(vm.vm().entity(), vm.job())).with("ETag", vm.vm().etag());
  }

  private Answer remove(Call call) throws InterruptedException {
    VmId id = existing(call);
    boolean force = call.flag("force");
    Settled settled = services.ask(id.job(), notAfter -> new Request.RemoveVm(id, force, notAfter));
    boolean gone = settled.jobRemoved() || settled.removedVms().contains(id);
    return Answer.empty(gone ? 204 : 202);
  }

  private VmId existing(Call call) throws InterruptedException {
    VmWithJob vm = find(call);
    Preconditions.check(call, vm.vm());
    return vm.vm().entity().id();
  }

  private VmWithJob find(Call call) throws InterruptedException {
    return services.lookup().vm(call.required("id"), call.required("namespace"));
  }
}

package dev.skiff.gateway.api;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.resource.HostResource;
import dev.skiff.gateway.resource.PlanResource;
import dev.skiff.gateway.tail.Settled;
import dev.skiff.gateway.view.Seen;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What can be done with hosts. A host's entry in the view says in which cell it is.
final class HostEndpoints {
  private static final Duration LONGEST_DRAIN = Duration.ofDays(7);

  private final Services services;

  HostEndpoints(Services services) {
    this.services = services;
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "listHosts", this::list,
        "getHost", this::get,
        "cordonHost", call -> act(call, Request.CordonHost::new),
        "uncordonHost", call -> act(call, Request.UncordonHost::new),
        "drainHost", this::drain,
        "removeHost", this::remove);
  }

  private Answer list(Call call) {
    var states =
        States.parse(
            call.text("state"),
            Arrays.asList(HostStatus.values()),
            status -> status == HostStatus.LOST);
    var filter = Filters.of(call, states, null);
    var page = services.lists().hosts(filter, call.integer("limit"), call.text("next"));
    return Pages.answer(call, "HostList", page, h -> HostResource.of(h.entity(), h.cell()));
  }

  private Answer get(Call call) {
    Seen<Host> host = find(call);
    return Preconditions.answer(call, host, HostResource.of(host.entity(), host.cell()));
  }

  private Answer drain(Call call) throws InterruptedException {
    boolean force = call.flag("force");
    Long seconds = deadline(call, force);
    if (!call.flag("dryRun")) {
      return act(
          call, (host, notAfter) -> new Request.DrainHost(host, seconds, force, false, notAfter));
    }
    Seen<Host> host = existing(call);
    HostId id = host.entity().id();
    Settled settled =
        services.ask(
            new CellId(host.cell()),
            notAfter -> new Request.DrainHost(id, seconds, force, true, notAfter));
    return Answer.json(200, PlanResource.of(Planning.require(settled), host.cell()));
  }

  /// What is forced without a deadline is forced at once.
  private static @Nullable Long deadline(Call call, boolean force) {
    if (call.text("deadline") == null) {
      return force ? (Long) 0L : null;
    }
    return call.duration("deadline", LONGEST_DRAIN).toSeconds();
  }

  private Answer act(Call call, BiFunction<HostId, Long, Request> request)
      throws InterruptedException {
    Seen<Host> host = existing(call);
    HostId id = host.entity().id();
    CellId cell = new CellId(host.cell());
    Settled settled = services.ask(cell, notAfter -> request.apply(id, notAfter));
    services.catchUp(cell, settled);
    Seen<Host> now = services.lookup().host(id.value());
    return Answer.json(202, HostResource.of(now.entity(), now.cell())).with("ETag", now.etag());
  }

  private Answer remove(Call call) throws InterruptedException {
    Seen<Host> host = existing(call);
    HostId id = host.entity().id();
    CellId cell = new CellId(host.cell());
    Settled settled = services.ask(cell, notAfter -> new Request.RemoveHost(id, notAfter));
    services.catchUp(cell, settled);
    return Answer.empty(204);
  }

  private Seen<Host> existing(Call call) {
    Seen<Host> host = find(call);
    Preconditions.check(call, host);
    return host;
  }

  private Seen<Host> find(Call call) {
    return services.lookup().host(call.required("id"));
  }
}

package dev.skiff.gateway.api;

import dev.skiff.contracts.state.Cell;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.resource.CellResource;
import dev.skiff.gateway.resource.HostResource;
import dev.skiff.gateway.view.Page;
import dev.skiff.gateway.view.Seen;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Hosts, cells and the summary.
final class FleetEndpoints {
  private final Services services;

  FleetEndpoints(Services services) {
    this.services = services;
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "listHosts", this::hosts,
        "getHost", this::host,
        "listCells", this::cells,
        "getFleet", _ -> Answer.json(200, services.summary().get()));
  }

  private Answer hosts(Call call) {
    var states =
        States.parse(
            call.text("state"),
            Arrays.asList(HostStatus.values()),
            status -> status == HostStatus.LOST);
    var filter = Filters.of(call, states, null);
    var page = services.lists().hosts(filter, call.integer("limit"), call.text("next"));
    return Pages.answer(call, "HostList", page, h -> HostResource.of(h.entity(), h.cell()));
  }

  private Answer host(Call call) {
    Seen<Host> host = services.lookup().host(call.required("id"));
    return Preconditions.answer(call, host, HostResource.of(host.entity(), host.cell()));
  }

  private Answer cells(Call call) {
    List<Seen<Cell>> cells =
        services.views().cells().stream()
            .sorted(Comparator.comparing(cell -> cell.entity().id()))
            .toList();
    return Pages.answer(
        call,
        "CellList",
        new Page<>(cells, null),
        c -> CellResource.of(c.entity(), services.offsets().of(c.entity().id())));
  }
}

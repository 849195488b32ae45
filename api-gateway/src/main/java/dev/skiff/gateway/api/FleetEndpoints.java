package dev.skiff.gateway.api;

import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.resource.CellResource;
import dev.skiff.gateway.view.Page;
import java.util.Map;

/// Cells and the summary.
final class FleetEndpoints {
  private final Services services;

  FleetEndpoints(Services services) {
    this.services = services;
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "listCells", this::cells, "getFleet", _ -> Answer.json(200, services.summary().get()));
  }

  private Answer cells(Call call) {
    return Pages.answer(
        call,
        "CellList",
        new Page<>(services.cells().now(), null),
        cell -> CellResource.of(cell, services.offsets().of(cell.id())));
  }
}

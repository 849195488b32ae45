package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.manifest.QuotaManifest;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.request.QuotaShares;
import dev.skiff.gateway.resource.NamespaceResource;
import dev.skiff.gateway.tail.Settled;
import dev.skiff.gateway.view.Page;
import dev.skiff.gateway.view.Seen;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Namespaces and their quotas. A quota is divided evenly over the cells, each of which keeps its
/// share by itself.
final class NamespaceEndpoints {
  private final Services services;
  private final EveryCell everyCell;

  NamespaceEndpoints(Services services) {
    this.services = services;
    this.everyCell = new EveryCell(services);
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "listNamespaces", this::list,
        "getNamespace", this::get,
        "putNamespace", this::put,
        "removeNamespace", this::remove);
  }

  private Answer list(Call call) throws InterruptedException {
    services.catchUp();
    SortedMap<String, SortedMap<CellId, Namespace>> all = new TreeMap<>();
    services.views().namespaces().forEach(seen -> add(all, seen));
    return Pages.answer(
        call,
        "NamespaceList",
        new Page<>(List.copyOf(all.entrySet()), null),
        one -> NamespaceResource.of(one.getKey(), one.getValue()));
  }

  private static void add(
      SortedMap<String, SortedMap<CellId, Namespace>> all, Seen<Namespace> seen) {
    all.computeIfAbsent(seen.entity().name(), _ -> new TreeMap<>())
        .put(new CellId(seen.cell()), seen.entity());
  }

  private Answer get(Call call) {
    return Answer.json(200, resource(call.required("ns")));
  }

  private ObjectNode resource(String name) {
    SortedMap<CellId, Namespace> shares = shares(name);
    if (shares.isEmpty()) {
      throw Problem.of(
          ProblemCode.NOT_FOUND,
          "namespace \"%s\" has no quota and has never had a VM".formatted(name));
    }
    return NamespaceResource.of(name, shares);
  }

  private SortedMap<CellId, Namespace> shares(String name) {
    SortedMap<CellId, Namespace> shares = new TreeMap<>();
    for (Seen<Namespace> seen : services.views().namespaces()) {
      if (seen.entity().name().equals(name)) {
        shares.put(new CellId(seen.cell()), seen.entity());
      }
    }
    return shares;
  }

  private Answer put(Call call) throws InterruptedException {
    Quota quota = Manifests.require(QuotaManifest.parse(call.body()));
    return set(call.required("ns"), quota);
  }

  private Answer remove(Call call) throws InterruptedException {
    set(call.required("ns"), Quota.NONE);
    return Answer.empty(204);
  }

  private Answer set(String name, Quota quota) throws InterruptedException {
    int cells = services.tails().all().size();
    List<Settled> settled =
        everyCell.ask((cell, notAfter) ->
            new Request.SetQuota(name, QuotaShares.of(quota, cell.value(), cells), notAfter));
    SortedMap<CellId, Namespace> shares = shares(name);
    for (int cell = 0; cell < cells; cell++) {
      // What was set is known from the log; what is used, only from the view.
      Namespace seen = shares.get(new CellId(cell));
      shares.put(
          new CellId(cell),
          new Namespace(
              name,
              QuotaShares.of(quota, cell, cells),
              seen == null ? Resources.NONE : seen.used(),
              settled.get(cell).at()));
    }
    return Answer.json(200, NamespaceResource.of(name, shares));
  }
}

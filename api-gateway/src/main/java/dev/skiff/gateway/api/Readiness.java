package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.gateway.functions.Functions;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.resource.Json;
import dev.skiff.gateway.tail.LogTail;
import dev.skiff.gateway.tail.TailStatus;
import java.util.List;
import java.util.function.Predicate;

/// `/readyz`: whether requests can be served, by dependency.
final class Readiness implements Endpoint {
  private final Services services;
  private final Functions functions;

  Readiness(Services services, Functions functions) {
    this.services = services;
    this.functions = functions;
  }

  @Override
  public Answer answer(Call call) {
    ObjectNode body = Json.object();
    ArrayNode checks = Json.array();
    List<LogTail> tails = services.tails().all();
    boolean ready =
        check(
            checks,
            "kafka",
            tails.stream().allMatch(tail -> tail.status().reachable()),
            details(tails, TailStatus::reachable));
    ready &=
        check(
            checks,
            "tail",
            tails.stream().allMatch(tail -> tail.status().caughtUp()),
            details(tails, TailStatus::caughtUp));
    ready &=
        check(
            checks,
            "functions",
            functions.table().isCaughtUp() && functions.receipts().isFollowing(),
            "functions: %s; receipts: %s"
                .formatted(functions.table().detail(), functions.receipts().detail()));
    ready &= hazelcast(checks);
    body.put("status", ready ? "UP" : "DOWN");
    body.set("checks", checks);
    return Answer.json(ready ? 200 : 503, body);
  }

  private boolean hazelcast(ArrayNode checks) {
    try {
      int cells = services.views().cells().size();
      return check(checks, "hazelcast", true, cells + " cells in view");
    } catch (Problem down) {
      return check(checks, "hazelcast", false, down.detail());
    }
  }

  private static boolean check(ArrayNode checks, String name, boolean up, String detail) {
    checks.addObject().put("name", name).put("status", up ? "UP" : "DOWN").put("detail", detail);
    return up;
  }

  /// About the worst cell.
  private static String details(List<LogTail> tails, Predicate<TailStatus> good) {
    return tails.stream()
        .filter(tail -> !good.test(tail.status()))
        .findFirst()
        .or(() -> tails.stream().findFirst())
        .map(tail ->
            "cell %s: %s, %d records behind"
                .formatted(tail.cell(), tail.status().detail(), tail.status().lag()))
        .orElse("no cells");
  }
}

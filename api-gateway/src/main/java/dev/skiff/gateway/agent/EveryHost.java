package dev.skiff.gateway.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.contracts.state.Host;
import dev.skiff.gateway.resource.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/// Asks every host the same thing, a bounded number at a time, and collects what each says. Used on
/// one event loop.
final class EveryHost {
  private static final int AT_A_TIME = 16;

  private final Queue<Host> left;
  private final Function<Host, Future<HostResult>> question;
  private final List<HostResult> results = new ArrayList<>();
  private final Promise<List<HostResult>> done = Promise.promise();
  private final int expected;

  private EveryHost(List<Host> hosts, Function<Host, Future<HostResult>> question) {
    this.left = new ArrayDeque<>(hosts);
    this.question = question;
    this.expected = hosts.size();
  }

  /// @param question its failures become failed results
  static Future<List<HostResult>> ask(
      List<Host> hosts, Function<Host, Future<HostResult>> question) {
    EveryHost all = new EveryHost(hosts, question);
    for (int i = 0; i < AT_A_TIME; i++) {
      all.askNext();
    }
    return all.done.future();
  }

  private void askNext() {
    Host host = left.poll();
    if (host != null) {
      question
          .apply(host)
          .otherwise(failure -> HostResult.failed(host, failure))
          .onSuccess(this::answered);
    }
  }

  private void answered(HostResult result) {
    results.add(result);
    if (results.size() == expected) {
      results.sort(Comparator.comparing(r -> r.host().id()));
      done.complete(results);
    } else {
      askNext();
    }
  }

  /// Reads a host's whole JSON answer.
  static Future<HostResult> read(Host host, HttpClientResponse response) {
    return response.body().map(body -> result(host, response.statusCode(), body));
  }

  private static HostResult result(Host host, int status, Buffer body) {
    if (status >= 300) {
      return HostResult.refused(
          host,
          status,
          AgentProblems.field(body, "code", "agent-failed"),
          AgentProblems.field(body, "detail", "status " + status));
    }
    try {
      return HostResult.ok(
          host, status, body.length() == 0 ? Json.object() : Json.read(body.getBytes()));
    } catch (JsonProcessingException e) {
      return HostResult.refused(host, status, "agent-failed", "its answer is not JSON");
    }
  }
}

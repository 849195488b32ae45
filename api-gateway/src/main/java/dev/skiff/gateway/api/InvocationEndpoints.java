package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.invocation.InvocationRecord.ResumeKey;
import dev.skiff.gateway.functions.Functions;
import dev.skiff.gateway.functions.ParkedKey;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.resource.Json;
import dev.skiff.gateway.resource.Times;
import dev.skiff.gateway.view.Page;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// What became of invocations, and keys that stand still because of one.
final class InvocationEndpoints {
  private final Functions functions;
  private final InstantSource clock;

  InvocationEndpoints(Functions functions, InstantSource clock) {
    this.functions = functions;
    this.clock = clock;
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "getInvocation", this::get,
        "listInvocations", this::list,
        "listKeys", this::keys,
        "resumeKey", call -> resume(call, false),
        "skipKey", call -> resume(call, true));
  }

  private Answer get(Call call) throws InterruptedException {
    return Answer.json(200, InvocationResource.of(functions.lookup().get(call.required("id"))));
  }

  private Answer list(Call call) {
    FunctionId function = existing(call);
    return Pages.answer(
        call,
        "InvocationList",
        new Page<>(functions.newest(function, call.integer("limit")), null),
        InvocationResource::of);
  }

  private Answer keys(Call call) {
    return Pages.answer(
        call,
        "ParkedKeyList",
        new Page<>(List.copyOf(functions.parked(existing(call))), null),
        InvocationEndpoints::key);
  }

  private static ObjectNode key(ParkedKey key) {
    return Json.object()
        .put("key", key.key())
        .put("invocation", key.invocation().toString())
        .put("attempts", key.attempts())
        .put("code", key.code())
        .put("detail", key.detail())
        .put("since", Times.text(key.since()));
  }

  /// Whether the key stands still only the partition's owner knows for certain, so it is asked
  /// whatever this gateway has seen.
  private Answer resume(Call call, boolean skip) throws InterruptedException {
    FunctionId function = existing(call);
    functions
        .invocations()
        .resume(new ResumeKey(function, call.required("key"), skip, Times.micros(clock.instant())));
    return Answer.empty(202);
  }

  private FunctionId existing(Call call) {
    return functions.table().get(FunctionEndpoints.id(call)).spec().id();
  }
}

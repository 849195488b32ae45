package dev.skiff.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.gateway.functions.Deployment;
import dev.skiff.gateway.functions.Deployments.Deployed;
import dev.skiff.gateway.functions.Functions;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.manifest.FunctionManifest;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.view.Page;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Making, changing, showing and removing functions.
final class FunctionEndpoints {
  private final Functions functions;
  private final FunctionStatus status;
  private final FleetTopics topics;

  FunctionEndpoints(Services services, Functions functions) {
    this.functions = functions;
    this.status = new FunctionStatus(services, functions);
    this.topics = new FleetTopics(functions.topics());
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "listFunctions", this::list,
        "getFunction", this::get,
        "putFunction", this::put,
        "deleteFunction", this::delete);
  }

  /// The function that a path names.
  static FunctionId id(Call call) {
    try {
      return new FunctionId(call.required("namespace"), call.required("name"));
    } catch (IllegalArgumentException e) {
      throw Problem.of(
          ProblemCode.NOT_FOUND,
          "there is no function \"%s\", and no function can be called so"
              .formatted(call.required("name")));
    }
  }

  private Answer list(Call call) {
    Selector selector = Filters.of(call, Set.of(), null).selector();
    String namespace = call.text("namespace");
    String prefix = call.text("prefix");
    String after = after(call.text("next"));
    int limit = call.integer("limit");
    List<Deployment> items = new ArrayList<>();
    for (Deployment one : functions.table().all()) {
      FunctionId id = one.spec().id();
      if ((after == null || id.toString().compareTo(after) > 0)
          && (namespace == null || id.namespace().equals(namespace))
          && (prefix == null || id.name().startsWith(prefix))
          && selector.matches(one.spec().labels())) {
        if (items.size() == limit) {
          return page(call, new Page<>(items, next(items.getLast())));
        }
        items.add(one);
      }
    }
    return page(call, new Page<>(items, null));
  }

  private Answer page(Call call, Page<Deployment> page) {
    return Pages.answer(call, "FunctionList", page, status::brief);
  }

  private static String next(Deployment last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.spec().id().toString().getBytes(UTF_8));
  }

  private static @Nullable String after(@Nullable String next) {
    if (next == null) {
      return null;
    }
    try {
      return FunctionId.parse(new String(Base64.getUrlDecoder().decode(next), UTF_8)).toString();
    } catch (IllegalArgumentException e) {
      throw Call.refused("next", next, "`next` of the page before, as it was");
    }
  }

  private Answer get(Call call) {
    Deployment one = functions.table().get(id(call));
    String known = call.text("If-None-Match");
    Answer answer =
        known != null && Preconditions.matches(known, one.etag())
            ? Answer.empty(304)
            : Answer.json(200, status.whole(one));
    return answer.with("ETag", one.etag());
  }

  private Answer put(Call call) throws InterruptedException {
    ObjectNode manifest = AddressedManifest.completed(call);
    FunctionSpec spec = Manifests.require(FunctionManifest.parse(manifest));
    AddressedManifest.agree(call, spec.id().name(), spec.id().namespace());
    topics.check(spec);
    Deployed deployed = functions.deployments().deploy(spec, before -> check(call, before));
    Deployment now = deployed.deployment();
    return Answer.json(deployed.made() ? 201 : 200, status.whole(now))
        .with(
            "Location",
            "/v1/functions/%s?namespace=%s".formatted(spec.id().name(), spec.id().namespace()))
        .with("ETag", now.etag());
  }

  private Answer delete(Call call) throws InterruptedException {
    functions.deployments().remove(id(call), before -> check(call, before));
    return Answer.empty(202);
  }

  private static void check(Call call, Optional<Deployment> before) {
    if (before.isPresent() && "*".equals(call.text("If-None-Match"))) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED, "there is one already: leave If-None-Match out");
    }
    String wanted = call.text("If-Match");
    if (wanted == null) {
      return;
    }
    if (before.isEmpty()) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED, "there is no such function: leave If-Match out");
    }
    if (!Preconditions.matches(wanted, before.get().etag())) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED,
          "If-Match: %s, but it is %s: read it again".formatted(wanted, before.get().etag()));
    }
  }
}

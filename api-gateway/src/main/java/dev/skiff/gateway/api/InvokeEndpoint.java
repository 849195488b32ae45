package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.Outcome;
import dev.skiff.contracts.invocation.ReceiptEvent.Settled;
import dev.skiff.gateway.functions.EventReader;
import dev.skiff.gateway.functions.Functions;
import dev.skiff.gateway.functions.Invocations.Waited;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.Json;
import dev.skiff.gateway.resource.Times;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `POST /v1/functions/{name}/invoke`: hands an event to a function, and answers with what the
/// function answers, or at once where the client asks for that.
final class InvokeEndpoint implements Endpoint {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final String TYPE = "dev.skiff.invoke";

  private final Functions functions;
  private final InstantSource clock;

  InvokeEndpoint(Functions functions, InstantSource clock) {
    this.functions = functions;
    this.clock = clock;
  }

  @Override
  public Answer answer(Call call) throws InterruptedException {
    FunctionId function = functions.table().get(FunctionEndpoints.id(call)).spec().id();
    Duration timeout = call.duration("timeout", LONGEST_WAIT);
    Event event = EventReader.isEvent(call) ? EventReader.single(call) : wrapped(call, function);
    long now = Times.micros(clock.instant());
    return respondAsync(call)
        ? accepted(invoke(function, event, null, now))
        : waited(invoke(function, event, now + timeout.toNanos() / 1_000, now), timeout);
  }

  private static boolean respondAsync(Call call) {
    String prefer = call.text("Prefer");
    return prefer != null
        && List.of(prefer.split(",")).stream()
            .map(preference -> preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
            .anyMatch("respond-async"::equals);
  }

  private Event wrapped(Call call, FunctionId function) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", UUID.randomUUID().toString());
    attributes.put("source", "/v1/functions/" + function.name());
    attributes.put("type", TYPE);
    attributes.put("time", clock.instant().toString());
    String type = call.headers().get("content-type");
    if (type != null && !type.isBlank()) {
      attributes.put("datacontenttype", type);
    }
    return new Event(attributes, EventReader.data(call.bytes()));
  }

  private static Invoke invoke(
      FunctionId function, Event event, @Nullable Long notAfter, long now) {
    return new Invoke(function, event, null, null, null, notAfter, null, null, now);
  }

  private Answer accepted(Invoke invoke) throws InterruptedException {
    InvocationId id = functions.invocations().write(List.of(invoke)).getFirst();
    return Answer.json(202, Json.object().put("id", id.toString()))
        .with("Location", location(id))
        .with("Preference-Applied", "respond-async")
        .with(ReceiptHeaders.INVOCATION, id.toString());
  }

  private Answer waited(Invoke invoke, Duration timeout) throws InterruptedException {
    Waited waited = functions.invocations().call(invoke, timeout);
    InvocationId id = waited.id();
    Settled settled = waited.receipt().settled();
    if (settled == null) {
      Problem problem =
          Problem.of(
                  ProblemCode.STILL_RUNNING,
                  "after %d ms invocation %s is %s: see %s"
                      .formatted(
                          timeout.toMillis(), id, waited.receipt().state().text(), location(id)))
              .with(ReceiptHeaders.INVOCATION, id.toString())
              .with("Location", location(id));
      return Answer.problem(problem, problem.toJson().put("invocation", id.toString()));
    }
    return settled.outcome() == Outcome.SUCCEEDED
        ? ReceiptHeaders.output(id, settled)
        : failed(id, settled);
  }

  private static Answer failed(InvocationId id, Settled settled) {
    ProblemCode code =
        settled.outcome() == Outcome.FAILED
            ? ProblemCode.FUNCTION_FAILED
            : ProblemCode.INVOCATION_DROPPED;
    Problem problem =
        Problem.of(code, settled.detail().isEmpty() ? settled.code() : settled.detail())
            .with(ReceiptHeaders.INVOCATION, id.toString());
    ObjectNode body = problem.toJson().put("invocation", id.toString());
    body.put("cause", settled.code()).put("attempts", settled.attempts());
    if (settled.status() != null) {
      body.put("exit", settled.status());
    }
    return Answer.problem(problem, body);
  }

  private static String location(InvocationId id) {
    return "/v1/invocations/" + id;
  }
}

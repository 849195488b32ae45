package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.gateway.functions.Deployment;
import dev.skiff.gateway.functions.EventReader;
import dev.skiff.gateway.functions.Functions;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.Json;
import dev.skiff.gateway.resource.Times;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `POST /v1/events`: stores an invocation of every function that has a trigger for an event. A
/// function whose triggers take an event more than once is invoked once.
final class EventEndpoint implements Endpoint {
  /// Invocations that one request may make.
  private static final int MOST = 5_000;

  private final Functions functions;
  private final InstantSource clock;

  EventEndpoint(Functions functions, InstantSource clock) {
    this.functions = functions;
    this.clock = clock;
  }

  @Override
  public Answer answer(Call call) throws InterruptedException {
    List<Event> events = EventReader.all(call);
    List<Invoke> invocations = matching(events, call.text("namespace"));
    List<InvocationId> ids =
        invocations.isEmpty() ? List.of() : functions.invocations().write(invocations);
    ObjectNode body = Json.object().put("accepted", events.size());
    ArrayNode made = body.putArray("invocations");
    for (int i = 0; i < ids.size(); i++) {
      Invoke invoke = invocations.get(i);
      made.addObject()
          .put("id", ids.get(i).toString())
          .put("event", invoke.event().attributes().get("id"))
          .put("function", invoke.function().name())
          .put("namespace", invoke.function().namespace())
          .put("trigger", invoke.trigger());
    }
    return Answer.json(202, body);
  }

  private List<Invoke> matching(List<Event> events, @Nullable String namespace) {
    long now = Times.micros(clock.instant());
    List<Deployment> subscribed =
        functions.table().all().stream()
            .filter(one -> !one.subscriptions().isEmpty())
            .filter(one -> namespace == null || one.spec().id().namespace().equals(namespace))
            .toList();
    List<Invoke> invocations = new ArrayList<>();
    for (Event event : events) {
      for (Deployment one : subscribed) {
        one.triggerFor(event)
            .ifPresent(trigger ->
                invocations.add(
                    new Invoke(
                        one.spec().id(), event, trigger, null, null, null, null, null, now)));
      }
      if (invocations.size() > MOST) {
        throw Problem.of(
            ProblemCode.BODY_TOO_LARGE,
            "more than %d invocations of one request; nothing was accepted: send fewer events at once"
                .formatted(MOST));
      }
    }
    return invocations;
  }
}

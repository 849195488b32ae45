package dev.skiff.gateway.functions;

import dev.skiff.contracts.function.FunctionRecord;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.filters.EventMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A version of a function that holds.
///
/// @param version offset of its record
/// @param at when it was deployed, microseconds since the epoch
/// @param subscriptions its triggers of the kind `events`, ready to be asked
public record Deployment(
    FunctionSpec spec, long version, long at, List<Subscription> subscriptions) {
  /// @param trigger its name
  public record Subscription(String trigger, EventMatcher matcher) {}

  public Deployment {
    subscriptions = List.copyOf(subscriptions);
  }

  static Deployment of(long version, FunctionRecord.Deployed deployed) {
    List<Subscription> subscriptions = new ArrayList<>();
    for (Trigger trigger : deployed.spec().triggers()) {
      if (trigger instanceof Trigger.Events(String name, var filters)) {
        subscriptions.add(new Subscription(name, EventMatcher.of(filters)));
      }
    }
    return new Deployment(deployed.spec(), version, deployed.at(), subscriptions);
  }

  /// The name of the first trigger that takes an event.
  public Optional<String> triggerFor(Event event) {
    return subscriptions.stream()
        .filter(subscription -> subscription.matcher().matches(event))
        .map(Subscription::trigger)
        .findFirst();
  }

  public String etag() {
    return "\"" + version + "\"";
  }
}

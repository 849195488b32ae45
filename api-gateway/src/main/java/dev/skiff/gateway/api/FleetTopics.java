package dev.skiff.gateway.api;

import dev.skiff.contracts.Topics;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.gateway.manifest.FieldError;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Topics that the fleet itself stands on: no function may read them, for it would be invoked for
/// its own invocations, and no event may be written to them. Dead letters are no such topic.
final class FleetTopics {
  private final Set<String> own;

  FleetTopics(Topics topics) {
    own =
        Set.of(
            topics.requests(),
            topics.reports(),
            topics.heartbeats(),
            topics.log(),
            topics.orders(),
            topics.checkpoints(),
            topics.poison(),
            topics.functions(),
            topics.invocations(),
            topics.receipts());
  }

  /// @throws Problem when a function names one of them
  void check(FunctionSpec spec) {
    List<FieldError> errors = new ArrayList<>();
    String deadLetters = spec.deadLetterTopic();
    if (deadLetters != null && own.contains(deadLetters)) {
      errors.add(error("#/spec/deadLetter/topic", deadLetters));
    }
    for (int i = 0; i < spec.triggers().size(); i++) {
      if (spec.triggers().get(i) instanceof Trigger.Topic topic && own.contains(topic.topic())) {
        errors.add(error("#/spec/triggers/%d/topic/topic".formatted(i), topic.topic()));
      }
    }
    if (!errors.isEmpty()) {
      throw Problem.fields(ProblemCode.INVALID_MANIFEST, errors);
    }
  }

  private static FieldError error(String pointer, String topic) {
    return new FieldError(
        pointer, "topic: \"%s\" is the fleet's own (expected: another one)".formatted(topic));
  }
}

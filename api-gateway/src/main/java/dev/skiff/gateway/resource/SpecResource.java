package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Preference;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Spread;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `spec` of a Job or Service, completed with the defaults: read as a manifest it means the
/// same.
final class SpecResource {
  private SpecResource() {}

  static ObjectNode of(JobSpec spec) {
    ObjectNode node = Json.object().put("count", spec.count());
    put(node, "parallelism", spec.parallelism());
    if (!spec.isService()) {
      node.putObject("restart")
          .put("policy", policy(spec.restart().mode()))
          .put("maxAttempts", spec.restart().maxAttempts());
    }
    put(node, "backoffLimit", spec.backoffLimit());
    put(node, "activeDeadlineSeconds", spec.activeDeadlineSeconds());
    put(node, "ttlSecondsAfterFinished", spec.ttlSecondsAfterFinished());
    node.put("exclusive", spec.exclusive());
    node.set("vm", Resource.vmSpec(spec.vm()));
    node.set("placement", placement(spec.placement()));
    if (spec.isService()) {
      node.putObject("update")
          .put("maxSurge", spec.update().maxSurge())
          .put("maxUnavailable", spec.update().maxUnavailable());
    }
    return node;
  }

  static ObjectNode placement(PlacementSpec placement) {
    ObjectNode node = Json.object();
    if (!placement.constraints().isEmpty()) {
      placement.constraints().stream()
          .map(Selector::toString)
          .forEach(node.putArray("constraints")::add);
    }
    if (!placement.preferences().isEmpty()) {
      ArrayNode preferences = node.putArray("preferences");
      for (Preference one : placement.preferences()) {
        preferences
            .addObject()
            .put("selector", one.selector().toString())
            .put("weight", one.weight());
      }
    }
    if (!placement.spread().isEmpty()) {
      ArrayNode spread = node.putArray("spread");
      for (Spread one : placement.spread()) {
        put(spread.addObject().put("by", one.by()), "maxSkew", one.maxSkew());
      }
    }
    affinity(node, "affinity", placement.affinity());
    affinity(node, "antiAffinity", placement.antiAffinity());
    node.put("priority", placement.priority());
    put(node, "lifetime", placement.lifetimeSeconds());
    return node;
  }

  private static void affinity(ObjectNode placement, String field, List<Affinity> rules) {
    if (rules.isEmpty()) {
      return;
    }
    ArrayNode array = placement.putArray(field);
    for (Affinity one : rules) {
      ObjectNode rule = array.addObject().put("by", one.by());
      if (one.to() != null) {
        rule.put("to", one.to().toString());
      }
      rule.put("required", one.required());
    }
  }

  private static String policy(RestartPolicy.Mode mode) {
    return switch (mode) {
      case NEVER -> "never";
      case ON_FAILURE -> "on-failure";
      case ALWAYS -> "always";
    };
  }

  private static void put(ObjectNode node, String field, @Nullable Number value) {
    if (value != null) {
      node.put(field, value.longValue());
    }
  }
}

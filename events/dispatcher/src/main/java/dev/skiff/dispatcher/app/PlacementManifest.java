package dev.skiff.dispatcher.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.PlacementSpec;
import java.util.List;

/// The `placement` of a manifest.
final class PlacementManifest {
  private PlacementManifest() {}

  static void put(ObjectNode job, PlacementSpec spec) {
    ObjectNode placement = job.putObject("placement").put("priority", spec.priority());
    ArrayNode constraints = placement.putArray("constraints");
    spec.constraints().forEach(one -> constraints.add(one.toString()));
    ArrayNode preferences = placement.putArray("preferences");
    spec.preferences()
        .forEach(one ->
            preferences
                .addObject()
                .put("selector", one.selector().toString())
                .put("weight", one.weight()));
    ArrayNode spread = placement.putArray("spread");
    spec.spread()
        .forEach(one -> {
          ObjectNode rule = spread.addObject().put("by", one.by());
          if (one.maxSkew() != null) {
            rule.put("maxSkew", one.maxSkew());
          }
        });
    affinity(placement.putArray("affinity"), spec.affinity());
    affinity(placement.putArray("antiAffinity"), spec.antiAffinity());
    if (spec.lifetimeSeconds() != null) {
      placement.put("lifetime", spec.lifetimeSeconds());
    }
  }

  private static void affinity(ArrayNode rules, List<Affinity> affinity) {
    for (Affinity one : affinity) {
      ObjectNode rule = rules.addObject().put("by", one.by()).put("required", one.required());
      if (one.to() != null) {
        rule.put("to", one.to().toString());
      }
    }
  }
}

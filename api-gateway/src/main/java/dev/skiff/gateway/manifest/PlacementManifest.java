package dev.skiff.gateway.manifest;

import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Preference;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Spread;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the `placement` of a manifest.
final class PlacementManifest {
  private PlacementManifest() {}

  static PlacementSpec parse(Fields spec) {
    Fields placement =
        spec.object(
            "placement",
            "constraints",
            "preferences",
            "spread",
            "affinity",
            "antiAffinity",
            "priority",
            "lifetime");
    List<Selector> constraints = constraints(placement);
    List<Preference> preferences = preferences(placement);
    List<Spread> spread = spread(placement);
    List<Affinity> affinity = affinity(placement, "affinity");
    List<Affinity> antiAffinity = affinity(placement, "antiAffinity");
    int priority = (int) placement.integer("priority", Defaults.PRIORITY, 0, 100);
    long lifetime = placement.parsedTextOrNumber("lifetime", 0L, Lifetimes::seconds);
    return new PlacementSpec(
        bounded(constraints),
        bounded(preferences),
        bounded(spread),
        bounded(affinity),
        bounded(antiAffinity),
        priority,
        lifetime == 0 ? null : (Long) lifetime);
  }

  /// Too many were refused already; the spec of a refused manifest leaves nobody's hands.
  private static <T> List<T> bounded(List<T> rules) {
    return rules.subList(0, Math.min(rules.size(), PlacementSpec.MAX_RULES));
  }

  private static List<Selector> constraints(Fields placement) {
    List<String> texts = placement.texts("constraints");
    List<Selector> selectors = new ArrayList<>();
    if (texts.size() > PlacementSpec.MAX_RULES) {
      placement.error(
          "constraints",
          "%d constraints (expected: at most %d)".formatted(texts.size(), PlacementSpec.MAX_RULES));
    }
    for (int i = 0; i < texts.size(); i++) {
      try {
        selectors.add(Selector.parse(texts.get(i)));
      } catch (IllegalArgumentException refused) {
        placement.error("constraints/" + i, String.valueOf(refused.getMessage()));
      }
    }
    Selector.contradiction(selectors)
        .ifPresent(both -> placement.error("constraints", "constraints: " + both));
    return selectors;
  }

  private static List<Preference> preferences(Fields placement) {
    List<Preference> preferences = new ArrayList<>();
    for (Fields one :
        placement.objects("preferences", PlacementSpec.MAX_RULES, "selector", "weight")) {
      one.require("selector", "a selector over host labels");
      Selector selector = one.parsed("selector", Selector.ALL, Selector::parse);
      int weight = (int) one.integer("weight", Defaults.PREFERENCE_WEIGHT, 1, 100);
      preferences.add(new Preference(selector, weight));
    }
    return preferences;
  }

  private static List<Spread> spread(Fields placement) {
    List<Spread> spread = new ArrayList<>();
    for (Fields one : placement.objects("spread", PlacementSpec.MAX_RULES, "by", "maxSkew")) {
      String by = label(one);
      int skew = (int) one.integer("maxSkew", 0, 1, Integer.MAX_VALUE);
      spread.add(new Spread(by, skew == 0 ? null : (Integer) skew));
    }
    return spread;
  }

  private static List<Affinity> affinity(Fields placement, String field) {
    List<Affinity> affinity = new ArrayList<>();
    for (Fields one : placement.objects(field, PlacementSpec.MAX_RULES, "by", "to", "required")) {
      String by = label(one);
      Selector to = one.has("to") ? one.parsed("to", Selector.ALL, Selector::parse) : null;
      affinity.add(new Affinity(by, to, one.flag("required", true)));
    }
    return affinity;
  }

  private static String label(Fields one) {
    one.require("by", "a host label, or host");
    return one.parsed("by", Affinity.BY_HOST, PlacementManifest::checkedLabel);
  }

  private static String checkedLabel(@Nullable String text) {
    if (text == null || !Metadata.isLabel(text)) {
      throw new IllegalArgumentException(
          "\"%s\" (expected: a host label such as zone, or host)".formatted(text));
    }
    return text;
  }
}

package dev.skiff.gateway.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads a Job manifest.
public final class JobManifest {
  /// Of every manifest.
  public static final String API_VERSION = "skiff.dev/v1alpha1";

  /// Names of jobs and namespaces.
  public static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final String NAME_FORM =
      "1 to 63 of a-z, 0-9 and '-', starting and ending with a letter or digit";
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._/:-]*");

  private JobManifest() {}

  /// Never throws on bad input: says everything that is wrong with it.
  public static Parsed<JobSpec> parse(JsonNode manifest) {
    List<FieldError> errors = new ArrayList<>();
    Fields root = Fields.root(manifest, errors, "apiVersion", "kind", "metadata", "spec");
    constant(root, "apiVersion", API_VERSION);
    constant(root, "kind", "Job");
    Fields metadata = root.object("metadata", "name", "namespace", "labels");
    String name = metadata.parsed("name", "", JobManifest::name);
    String namespace = metadata.parsed("namespace", Defaults.NAMESPACE, JobManifest::name);
    Map<String, String> labels = labels(metadata);
    root.require("spec", "what to run");
    Fields spec =
        root.object("spec", "count", "restart", "ttlSecondsAfterFinished", "vm", "placement");
    int count = (int) spec.integer("count", Defaults.COUNT, 1, JobSpec.MAX_COUNT);
    RestartPolicy restart = restart(spec.object("restart", "policy", "maxAttempts"));
    Long ttl =
        spec.has("ttlSecondsAfterFinished")
            ? (Long) spec.integer("ttlSecondsAfterFinished", 0, 0, ManifestLimits.MAX_TTL_SECONDS)
            : null;
    spec.require("vm", "the VM to run");
    VmSpec vm = VmManifest.parse(spec, "vm");
    Fields placement = spec.object("placement", "constraints", "priority");
    List<Selector> constraints = constraints(placement);
    int priority = (int) placement.integer("priority", Defaults.PRIORITY, 0, 100);
    if (!errors.isEmpty()) {
      return new Parsed.Refused<>(errors);
    }
    return new Parsed.Ok<>(
        new JobSpec(
            name.isEmpty() ? null : name,
            namespace,
            labels,
            count,
            restart,
            ttl,
            vm,
            constraints,
            priority));
  }

  private static void constant(Fields fields, String field, String expected) {
    String value = fields.text(field, expected);
    if (!expected.equals(value)) {
      fields.error(field, "%s: \"%s\" (expected: %s)".formatted(field, value, expected));
    }
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" (expected: " + NAME_FORM + ")");
    }
    return text;
  }

  private static Map<String, String> labels(Fields metadata) {
    Map<String, String> labels = metadata.textMap("labels");
    if (labels.size() > ManifestLimits.MAX_LABELS) {
      metadata.error(
          "labels",
          "%d labels (expected: at most %d)".formatted(labels.size(), ManifestLimits.MAX_LABELS));
    }
    labels.forEach((key, value) -> {
      if (key.isEmpty()
          || key.length() > ManifestLimits.MAX_LABEL_KEY
          || value.length() > ManifestLimits.MAX_LABEL_VALUE
          || !LABEL.matcher(key).matches()
          || !LABEL.matcher(value).matches()) {
        metadata.errorIn(
            "labels",
            key,
            "\"%s\" = \"%s\" (expected: letters, digits and -_./: only; a key of 1 to %d, a value of 0 to %d)"
                .formatted(
                    key, value, ManifestLimits.MAX_LABEL_KEY, ManifestLimits.MAX_LABEL_VALUE));
      }
    });
    return labels;
  }

  private static RestartPolicy restart(Fields restart) {
    RestartPolicy.Mode mode =
        restart.parsed("policy", RestartPolicy.Mode.NEVER, JobManifest::restartMode);
    boolean never = mode == RestartPolicy.Mode.NEVER;
    long attempts =
        restart.integer(
            "maxAttempts", never ? 0 : Defaults.ATTEMPTS, 0, ManifestLimits.MAX_ATTEMPTS);
    if (never && attempts > 0) {
      restart.error(
          "maxAttempts",
          "maxAttempts: " + attempts + " (expected: 0, or a policy other than never)");
    }
    return never ? RestartPolicy.NEVER : new RestartPolicy(mode, (int) attempts);
  }

  private static RestartPolicy.Mode restartMode(String text) {
    return switch (text) {
      case "never" -> RestartPolicy.Mode.NEVER;
      case "on-failure" -> RestartPolicy.Mode.ON_FAILURE;
      case "always" -> RestartPolicy.Mode.ALWAYS;
      default ->
          throw new IllegalArgumentException(
              "\"" + text + "\" (expected: never, on-failure or always)");
    };
  }

  private static List<Selector> constraints(Fields placement) {
    List<String> texts = placement.texts("constraints");
    List<Selector> selectors = new ArrayList<>();
    if (texts.size() > ManifestLimits.MAX_CONSTRAINTS) {
      placement.error(
          "constraints",
          "%d constraints (expected: at most %d)"
              .formatted(texts.size(), ManifestLimits.MAX_CONSTRAINTS));
    }
    for (int i = 0; i < texts.size(); i++) {
      try {
        selectors.add(Selector.parse(texts.get(i)));
      } catch (IllegalArgumentException refused) {
        placement.error("constraints/" + i, String.valueOf(refused.getMessage()));
      }
    }
    return selectors;
  }

  /// How many bytes a text takes on the wire.
  static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}

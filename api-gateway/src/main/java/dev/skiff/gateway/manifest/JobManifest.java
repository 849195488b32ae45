package dev.skiff.gateway.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.contracts.spec.JobKind;
import dev.skiff.contracts.spec.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads a manifest of a Job or a Service.
public final class JobManifest {
  /// Of every manifest.
  public static final String API_VERSION = "skiff.dev/v1alpha1";

  /// Names of jobs and namespaces.
  public static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private JobManifest() {}

  /// A Job or a Service; a Job where it does not say. Never throws on bad input: says everything
  /// that is wrong with it.
  public static Parsed<JobSpec> parse(JsonNode manifest) {
    List<FieldError> errors = new ArrayList<>();
    Fields root = root(manifest, errors);
    String kind = root.text("kind", "Job");
    if (!"Job".equals(kind) && !"Service".equals(kind)) {
      root.error("kind", "kind: \"%s\" (expected: Job or Service)".formatted(kind));
    }
    if ("Service".equals(kind) && !root.hasIn("metadata", "name")) {
      root.error("metadata/name", "missing (expected: a name; a service has one)");
    }
    return parse(root, errors, "Service".equals(kind) ? JobKind.SERVICE : JobKind.JOB);
  }

  /// A Service and nothing else; its name may be missing.
  public static Parsed<JobSpec> parseService(JsonNode manifest) {
    List<FieldError> errors = new ArrayList<>();
    Fields root = root(manifest, errors);
    root.require("kind", "Service");
    constant(root, "kind", "Service");
    return parse(root, errors, JobKind.SERVICE);
  }

  private static Fields root(JsonNode manifest, List<FieldError> errors) {
    Fields root = Fields.root(manifest, errors, "apiVersion", "kind", "metadata", "spec");
    constant(root, "apiVersion", API_VERSION);
    return root;
  }

  private static Parsed<JobSpec> parse(Fields root, List<FieldError> errors, JobKind kind) {
    Metadata metadata = Metadata.parse(root);
    JobSpec spec = SpecManifest.parse(root, kind, metadata);
    return errors.isEmpty() ? new Parsed.Ok<>(spec) : new Parsed.Refused<>(errors);
  }

  static void constant(Fields fields, String field, String expected) {
    String value = fields.text(field, expected);
    if (!expected.equals(value)) {
      fields.error(field, "%s: \"%s\" (expected: %s)".formatted(field, value, expected));
    }
  }

  /// How many bytes a text takes on the wire.
  static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}

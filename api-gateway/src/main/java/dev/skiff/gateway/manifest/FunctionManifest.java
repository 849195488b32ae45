package dev.skiff.gateway.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.function.Retries;
import dev.skiff.contracts.function.Scale;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.VmSpec;
import java.util.ArrayList;
import java.util.List;

/// Reads a manifest of a Function.
public final class FunctionManifest {
  private static final long TIMEOUT_MILLIS = 30_000;
  private static final long HOUR_MILLIS = 3_600_000;

  private FunctionManifest() {}

  /// Never throws on bad input: says everything that is wrong with it.
  public static Parsed<FunctionSpec> parse(JsonNode manifest) {
    List<FieldError> errors = new ArrayList<>();
    Fields root = Fields.root(manifest, errors, "apiVersion", "kind", "metadata", "spec");
    JobManifest.constant(root, "apiVersion", JobManifest.API_VERSION);
    root.require("kind", "Function");
    JobManifest.constant(root, "kind", "Function");
    Metadata metadata = Metadata.parse(root);
    if (metadata.name() == null && !root.hasIn("metadata", "name")) {
      root.error("metadata/name", "missing (expected: a name; a function has one)");
    }
    root.require("spec", "what to run, and when");
    Fields spec =
        root.object(
            "spec",
            "vm",
            "protocol",
            "port",
            "concurrency",
            "readyTimeout",
            "timeout",
            "scale",
            "retries",
            "deadLetter",
            "placement",
            "triggers");
    spec.require("vm", "the VM to run");
    VmSpec vm = VmManifest.parseOfFunction(spec, "vm");
    Serve.Protocol protocol = ServeManifest.protocol(spec);
    int port = ServeManifest.port(spec);
    int concurrency = ServeManifest.concurrency(spec);
    int ready = spec.parsed("readyTimeout", ServeManifest.READY_SECONDS, FunctionManifest::ready);
    long timeout =
        spec.parsed("timeout", TIMEOUT_MILLIS, text -> Spans.millis(text, 1, HOUR_MILLIS));
    Scale scale = ScaleManifest.parse(spec);
    Retries retries = RetriesManifest.parse(spec);
    String deadLetter = deadLetter(spec);
    PlacementSpec placement = PlacementManifest.parse(spec);
    List<Trigger> triggers = TriggerManifest.parse(spec);
    String name = metadata.name();
    if (!errors.isEmpty() || name == null) {
      return new Parsed.Refused<>(errors);
    }
    return new Parsed.Ok<>(
        new FunctionSpec(
            new FunctionId(metadata.namespace(), name),
            metadata.labels(),
            vm,
            protocol,
            port,
            concurrency,
            ready,
            placement,
            scale,
            timeout,
            retries,
            deadLetter.isEmpty() ? null : deadLetter,
            triggers));
  }

  /// Seconds, begun ones as whole.
  private static int ready(String text) {
    return (int)
        Math.ceilDiv(Spans.millis(text, 1, ServeManifest.MOST_READY_SECONDS * 1_000L), 1_000);
  }

  private static String deadLetter(Fields spec) {
    if (!spec.has("deadLetter")) {
      return "";
    }
    Fields deadLetter = spec.object("deadLetter", "topic");
    deadLetter.require("topic", "the name of a Kafka topic");
    return deadLetter.parsed("topic", "", TriggerManifest::topic);
  }
}

package dev.skiff.cli.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.output.Column;
import dev.skiff.cli.output.Listing;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How lists of namespaces look: what is used of what is allowed, and what each is sure of.
final class NamespaceTable {
  private NamespaceTable() {}

  static Listing<JsonNode> listing() {
    return new Listing<>(
        List.of(
            Column.of("NAMESPACE", NamespaceTable::id),
            Column.of("VMS", namespace -> usage(namespace, "vms")),
            Column.of("CPUS", namespace -> usage(namespace, "cpus")),
            Column.of("MEMORY", namespace -> usage(namespace, "memory")),
            Column.of("DISK", namespace -> usage(namespace, "disk")),
            Column.of("GUARANTEE", NamespaceTable::guarantee)),
        namespace -> namespace,
        NamespaceTable::id);
  }

  private static String id(JsonNode namespace) {
    return namespace.path("metadata").path("id").asText("");
  }

  private static String usage(JsonNode namespace, String resource) {
    String used = namespace.path("status").path("used").path(resource).asText("0");
    JsonNode limit = namespace.path("spec").path("limit").path(resource);
    return limit.isMissingNode() ? used : used + "/" + limit.asText();
  }

  private static String guarantee(JsonNode namespace) {
    JsonNode guarantee = namespace.path("spec").path("guarantee");
    return Stream.of("vms", "cpus", "memory", "disk")
        .filter(guarantee::has)
        .map(resource -> resource + "=" + guarantee.path(resource).asText())
        .collect(Collectors.joining(","));
  }
}

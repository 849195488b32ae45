package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.manifest.FieldError;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A manifest that is put at an address: the address says name and namespace where the manifest
/// does not; where both say it, they agree.
final class AddressedManifest {
  private AddressedManifest() {}

  /// The manifest with what the address says.
  static ObjectNode completed(Call call) {
    ObjectNode manifest = call.body().deepCopy();
    JsonNode given = manifest.get("metadata");
    if (given == null || given.isNull()) {
      manifest.putObject("metadata");
    }
    if (manifest.get("metadata") instanceof ObjectNode metadata) {
      putIfAbsent(metadata, "name", call.required("name"));
      putIfAbsent(metadata, "namespace", call.required("namespace"));
    }
    return manifest;
  }

  /// @throws Problem when what was read from the manifest is not what the address says
  static void agree(Call call, @Nullable String name, String namespace) {
    List<FieldError> errors = new ArrayList<>();
    agree("name", name, call.required("name"), errors);
    agree("namespace", namespace, call.required("namespace"), errors);
    if (!errors.isEmpty()) {
      throw Problem.fields(ProblemCode.INVALID_MANIFEST, errors);
    }
  }

  private static void putIfAbsent(ObjectNode metadata, String field, String value) {
    if (!metadata.hasNonNull(field)) {
      metadata.put(field, value);
    }
  }

  private static void agree(
      String field, @Nullable String inBody, String inPath, List<FieldError> errors) {
    if (!inPath.equals(inBody)) {
      errors.add(
          new FieldError(
              "#/metadata/" + field,
              "%s: \"%s\" (expected: \"%s\", as the address says)"
                  .formatted(field, inBody, inPath)));
    }
  }
}

package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.function.FunctionSpec;

/// A function as people read it: the manifest that made it, completed with the defaults. Its
/// `status` is added by who knows it.
public final class FunctionResource {
  private FunctionResource() {}

  public static ObjectNode manifest(FunctionSpec spec) {
    ObjectNode node = Resource.of("Function");
    ObjectNode metadata =
        node.putObject("metadata")
            .put("name", spec.id().name())
            .put("namespace", spec.id().namespace());
    metadata.set("labels", Json.texts(spec.labels()));
    node.set("spec", FunctionSpecResource.of(spec));
    return node;
  }
}

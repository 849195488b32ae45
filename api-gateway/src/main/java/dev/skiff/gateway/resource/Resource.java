package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.gateway.manifest.JobManifest;
import dev.skiff.gateway.manifest.Quantities;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What all resources have in common, and a page of them.
public final class Resource {
  private Resource() {}

  public static ObjectNode of(String kind) {
    return Json.object().put("apiVersion", JobManifest.API_VERSION).put("kind", kind);
  }

  /// @param next where the next page begins; null on the last one
  public static ObjectNode list(String kind, List<ObjectNode> items, @Nullable String next) {
    ObjectNode list = of(kind);
    list.set("items", Json.array().addAll(new ArrayList<>(items)));
    if (next != null) {
      list.put("next", next);
    }
    return list;
  }

  public static ObjectNode amounts(Resources resources) {
    return Json.object()
        .put("cpus", Quantities.cpus(resources.milliCpu()))
        .put("memory", Quantities.size(resources.memoryMib()))
        .put("disk", Quantities.size(resources.diskMib()))
        .put("vms", resources.slots());
  }

  static ObjectNode vmSpec(VmSpec spec) {
    ObjectNode node = plainVmSpec(spec).put("tty", spec.tty()).put("stdin", spec.stdin());
    if (spec.serve() != null) {
      node.set("serve", serve(spec.serve()));
    }
    return node;
  }

  private static ObjectNode serve(Serve serve) {
    return Json.object()
        .put("protocol", protocol(serve.protocol()))
        .put("port", serve.port())
        .put("concurrency", serve.concurrency())
        .put("readySeconds", serve.readySeconds())
        .put("snapshot", serve.snapshot());
  }

  static String protocol(Serve.Protocol protocol) {
    return switch (protocol) {
      case STDIO -> "stdio";
      case HTTP -> "http";
    };
  }

  /// Of a VM that nobody attaches to.
  static ObjectNode plainVmSpec(VmSpec spec) {
    ObjectNode node = Json.object().put("image", spec.image());
    if (!spec.command().isEmpty()) {
      spec.command().forEach(node.putArray("command")::add);
    }
    if (!spec.env().isEmpty()) {
      node.set("env", Json.texts(spec.env()));
    }
    if (spec.workdir() != null) {
      node.put("workdir", spec.workdir());
    }
    if (spec.user() != null) {
      node.put("user", spec.user());
    }
    node.put("cpus", Quantities.cpus(spec.resources().milliCpu()));
    node.put("memory", Quantities.size(spec.resources().memoryMib()));
    return node.put("disk", Quantities.size(spec.resources().diskMib()));
  }
}

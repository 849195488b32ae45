package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.gateway.manifest.Quantities;
import dev.skiff.gateway.manifest.QuotaManifest;
import org.jspecify.annotations.Nullable;

/// What a namespace may hold, as people read it: what is not bounded is left out.
final class QuotaResource {
  private QuotaResource() {}

  static ObjectNode of(Quota quota) {
    ObjectNode node = Json.object();
    put(node, "limit", quota.limit());
    put(node, "guarantee", quota.guarantee());
    return node;
  }

  private static void put(ObjectNode node, String field, @Nullable Resources amounts) {
    if (amounts != null) {
      node.set(field, bounded(amounts));
    }
  }

  private static ObjectNode bounded(Resources amounts) {
    ObjectNode node = Json.object();
    if (!QuotaManifest.unbounded(amounts.milliCpu())) {
      node.put("cpus", Quantities.cpus(amounts.milliCpu()));
    }
    if (!QuotaManifest.unbounded(amounts.memoryMib())) {
      node.put("memory", Quantities.size(amounts.memoryMib()));
    }
    if (!QuotaManifest.unbounded(amounts.diskMib())) {
      node.put("disk", Quantities.size(amounts.diskMib()));
    }
    if (!QuotaManifest.unbounded(amounts.slots())) {
      node.put("vms", amounts.slots());
    }
    return node;
  }
}

package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.contracts.state.Namespace;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A namespace as people read it: the sum of its shares in the cells, and each of them.
public final class NamespaceResource {
  private NamespaceResource() {}

  /// @param shares by cell; not empty
  public static ObjectNode of(String name, SortedMap<CellId, Namespace> shares) {
    ObjectNode node = Resource.of("Namespace");
    node.putObject("metadata").put("id", name).put("name", name);
    Resources limit = Resources.NONE;
    Resources guarantee = Resources.NONE;
    Resources used = Resources.NONE;
    boolean limited = true;
    boolean guaranteed = false;
    long changed = 0;
    ArrayNode cells = Json.array();
    for (Map.Entry<CellId, Namespace> share : shares.entrySet()) {
      Quota quota = share.getValue().quota();
      limited &= quota.limit() != null;
      guaranteed |= quota.guarantee() != null;
      limit = plus(limit, quota.limit());
      guarantee = plus(guarantee, quota.guarantee());
      used = used.plus(share.getValue().used());
      changed = Math.max(changed, share.getValue().changed());
      ObjectNode cell = cells.addObject().put("cell", share.getKey().value());
      cell.setAll(QuotaResource.of(quota));
      cell.set("used", Resource.amounts(share.getValue().used()));
    }
    node.set(
        "spec", QuotaResource.of(new Quota(limited ? limit : null, guaranteed ? guarantee : null)));
    ObjectNode status = node.putObject("status");
    status.set("used", Resource.amounts(used));
    status.set("cells", cells);
    Times.put(status, "changed", changed);
    return node;
  }

  private static Resources plus(Resources sum, @Nullable Resources share) {
    return share == null ? sum : sum.plus(share);
  }
}

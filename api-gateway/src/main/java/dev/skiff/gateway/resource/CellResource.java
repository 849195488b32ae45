package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.state.Cell;

/// A cell as people read it.
public final class CellResource {
  private CellResource() {}

  /// @param viewOffset how far the views reflect the cell's log
  public static ObjectNode of(Cell cell, long viewOffset) {
    ObjectNode node = Resource.of("Cell");
    String id = cell.id().toString();
    node.putObject("metadata").put("id", id).put("name", id);
    ObjectNode status = node.putObject("status");
    if (cell.owner() != null) {
      status.put("owner", cell.owner());
    }
    status.put("claim", cell.claim()).put("logOffset", cell.logOffset());
    status.put("viewOffset", viewOffset).put("hosts", cell.hosts());
    status.set("promisable", Resource.amounts(cell.promisable()));
    status.set("used", Resource.amounts(cell.used()));
    status.set("free", Resource.amounts(cell.promisable().minusOrZero(cell.used())));
    status.put("pendingVms", cell.pendingVms()).put("unfinishedVms", cell.unfinishedVms());
    status.put("livenessPaused", cell.livenessPaused());
    Times.put(status, "changed", cell.at());
    return node;
  }
}

package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.state.Cell;
import dev.skiff.gateway.view.KnownCell;

/// A cell as people read it.
public final class CellResource {
  private CellResource() {}

  /// @param viewOffset how far the views reflect the cell's log; -1 when that is not known
  public static ObjectNode of(KnownCell known, long viewOffset) {
    ObjectNode node = Resource.of("Cell");
    String id = known.id().toString();
    node.putObject("metadata").put("id", id).put("name", id);
    ObjectNode status = node.putObject("status").put("state", known.health().name());
    Cell cell = known.cell();
    if (cell == null) {
      return node;
    }
    if (cell.owner() != null) {
      status.put("owner", cell.owner());
    }
    status.put("claim", cell.claim()).put("logOffset", cell.logOffset());
    status.put("viewOffset", viewOffset).put("ageMillis", known.ageMicros() / 1000);
    status.put("hosts", cell.hosts());
    status.set("promisable", Resource.amounts(cell.promisable()));
    status.set("used", Resource.amounts(cell.used()));
    status.set("free", Resource.amounts(cell.promisable().minusOrZero(cell.used())));
    status.set("largest", Resource.amounts(cell.largest()));
    status.set("roomiest", Resource.amounts(cell.roomiest()));
    status.put("pendingVms", cell.pendingVms()).put("unfinishedVms", cell.unfinishedVms());
    status.put("livenessPaused", cell.livenessPaused());
    Times.put(status, "changed", cell.at());
    return node;
  }
}

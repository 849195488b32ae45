package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.state.Explanation;

/// Why a VM has no host, as people read it.
public final class ExplanationResource {
  private ExplanationResource() {}

  public static ObjectNode of(Explanation explanation) {
    ObjectNode node =
        Json.object().put("reason", explanation.sentence()).put("hosts", explanation.hosts());
    ArrayNode blockers = node.putArray("blockers");
    for (Explanation.Blocker blocker : explanation.blockers()) {
      blockers
          .addObject()
          .put("reason", blocker.reason())
          .put("first", blocker.first())
          .put("any", blocker.any());
    }
    node.put("never", explanation.never());
    if (explanation.remedy() != null) {
      node.put("remedy", explanation.remedy());
    }
    return node;
  }
}

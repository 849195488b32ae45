package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.state.Plan;

/// What would happen, as people read it.
public final class PlanResource {
  private PlanResource() {}

  /// @param cell which was asked
  public static ObjectNode of(Plan plan, int cell) {
    ObjectNode node = Resource.of("Plan");
    ObjectNode status = node.putObject("status").put("cell", cell);
    status.put("vms", plan.vms()).put("placed", plan.placed());
    ArrayNode groups = status.putArray("groups");
    for (Plan.Group group : plan.groups()) {
      ObjectNode one =
          groups.addObject().put("host", group.host().value()).put("count", group.count());
      if (!group.vms().isEmpty()) {
        ArrayNode vms = one.putArray("vms");
        group.vms().forEach(vm -> vms.add(vm.toString()));
      }
    }
    ArrayNode preempted = status.putArray("preempted");
    plan.preempted().forEach(vm -> preempted.add(vm.toString()));
    if (plan.waiting() != null) {
      status.set("waiting", ExplanationResource.of(plan.waiting()));
    }
    return node;
  }
}

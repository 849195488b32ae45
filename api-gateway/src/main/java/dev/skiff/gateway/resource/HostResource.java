package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.state.Host;

/// A host as people read it.
public final class HostResource {
  private HostResource() {}

  public static ObjectNode of(Host host, int cell) {
    ObjectNode node = Resource.of("Host");
    HostFacts facts = host.facts();
    ObjectNode metadata = node.putObject("metadata");
    metadata.put("id", host.id().value()).put("name", host.id().value());
    metadata.set("labels", Json.texts(facts.labels()));
    ObjectNode status = node.putObject("status").put("state", host.status().name());
    status.put("cell", cell).put("session", host.session()).put("address", facts.address());
    status.put("driver", facts.driver()).put("driverReason", facts.driverReason());
    status.put("version", facts.version());
    status.put("cpuOvercommitPercent", facts.cpuOvercommitPercent());
    status.set("capacity", Resource.amounts(facts.capacity()));
    status.set("promisable", Resource.amounts(facts.promisable()));
    status.set("used", Resource.amounts(host.used()));
    status.set("free", Resource.amounts(host.free()));
    status.put("vms", host.vms());
    Times.put(status, "joined", host.joined());
    Times.put(status, "changed", host.changed());
    return node;
  }
}

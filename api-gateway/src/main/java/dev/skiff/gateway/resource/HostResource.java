package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.state.Drain;
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
    status.put("vms", host.vms()).put("cordoned", host.cordoned());
    if (host.drain() != null) {
      status.set("drain", drain(host.drain(), host));
    }
    if (host.conflict() != null) {
      status.put("conflict", host.conflict());
    }
    if (!facts.images().isEmpty()) {
      facts.images().forEach(status.putArray("images")::add);
    }
    Times.put(status, "joined", host.joined());
    Times.put(status, "changed", host.changed());
    return node;
  }

  /// How far its VMs have gone elsewhere.
  private static ObjectNode drain(Drain drain, Host host) {
    ObjectNode node = Json.object().put("vms", drain.vms()).put("left", host.vms());
    node.put("done", host.isDrained()).put("force", drain.force());
    Times.put(node, "since", drain.since());
    Times.put(node, "deadline", drain.deadline());
    return node;
  }
}

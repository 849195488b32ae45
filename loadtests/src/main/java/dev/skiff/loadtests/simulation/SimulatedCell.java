package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One cell: its topics, its hosts, and the reader that checks its log.
final class SimulatedCell {
  private final CellId id;
  private final CellTopics topics;
  private final Reference reference;
  private final List<String> schedulers;
  private final List<SimulatedHost> hosts = new ArrayList<>();
  private @Nullable SimulatedHost impostor;

  /// @param schedulers that may own it
  SimulatedCell(CellId id, World world, Keys keys, List<String> schedulers) {
    this.id = id;
    this.topics = new CellTopics(id);
    this.reference = new Reference(world, topics, keys);
    this.schedulers = schedulers;
  }

  void addHosts(World world, Physics physics) {
    for (int i = 0; i < world.weather.hostsPerCell(); i++) {
      HostId host = new HostId("h%s-%d".formatted(id, i));
      hosts.add(new SimulatedHost(host, HostFactsDraw.of(i, world), world, topics, physics));
    }
  }

  /// Another machine goes by the id of one of the hosts for a while; in each history one at most.
  /// (It may have become the host. If two of those are switched off together, a small cell rightly
  /// takes itself to be cut off, gives neither up, and does not settle.)
  void addImpostor(World world, Physics physics) {
    if (impostor != null) {
      return;
    }
    HostId host = world.oneOf(hosts).id();
    SimulatedHost other =
        new SimulatedHost(host, HostFactsDraw.of(0, world), world, topics, physics);
    impostor = other;
    world.note("cell %s: another machine goes by the id of %s", id, host);
    world.after(world.between(500_000, 4_000_000), other::remove);
  }

  /// Nothing goes wrong any more.
  void calm() {
    topics.setFull(false);
    if (impostor != null) {
      impostor.remove();
    }
    hosts.forEach(SimulatedHost::calm);
  }

  CellId id() {
    return id;
  }

  CellTopics topics() {
    return topics;
  }

  Reference reference() {
    return reference;
  }

  List<SimulatedHost> hosts() {
    return hosts;
  }

  /// Who comes first for it among those alive.
  String preferredOwner(Predicate<String> alive) {
    for (int i = 0; i < schedulers.size(); i++) {
      String candidate = schedulers.get((id.value() + i) % schedulers.size());
      if (alive.test(candidate)) {
        return candidate;
      }
    }
    return schedulers.getFirst();
  }
}

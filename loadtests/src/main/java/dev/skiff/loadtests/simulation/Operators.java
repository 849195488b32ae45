package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.request.Request;
import java.util.List;

/// People who look after hosts and quotas.
final class Operators {
  private static final long PATIENCE = 3_000_000;

  private final World world;
  private final List<SimulatedCell> cells;
  private final Post post;
  private final Specs specs;

  Operators(World world, List<SimulatedCell> cells, Post post) {
    this.world = world;
    this.cells = cells;
    this.post = post;
    this.specs = new Specs(world);
    act();
  }

  private void act() {
    if (!world.hasFaults()) {
      return;
    }
    SimulatedCell cell = world.oneOf(cells);
    post.send(cell, request(cell));
    world.after(world.between(50_000, 900_000), this::act);
  }

  private Request request(SimulatedCell cell) {
    long notAfter = world.now() + PATIENCE;
    HostId host = world.oneOf(cell.hosts()).id();
    return switch (world.random.nextInt(10)) {
      case 0 -> new Request.CordonHost(host, notAfter);
      case 1, 2, 3 -> new Request.UncordonHost(host, notAfter);
      case 4, 5 ->
          new Request.DrainHost(
              host,
              world.oneIn(2) ? world.between(0, 1) : null,
              world.oneIn(2),
              world.oneIn(4),
              notAfter);
      case 6, 7 -> new Request.RemoveHost(host, notAfter);
      default -> new Request.SetQuota(world.oneIn(2) ? "default" : "team", specs.quota(), notAfter);
    };
  }

  /// Every host takes VMs again.
  void calm() {
    for (SimulatedCell cell : cells) {
      for (SimulatedHost host : cell.hosts()) {
        if (world.oneIn(2)) {
          post.send(cell, new Request.UncordonHost(host.id(), world.now() + 3 * PATIENCE));
        }
      }
    }
  }
}

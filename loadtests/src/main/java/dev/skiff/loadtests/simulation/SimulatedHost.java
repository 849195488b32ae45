package dev.skiff.loadtests.simulation;

import dev.skiff.agent.core.AgentCore;
import dev.skiff.agent.core.AgentEffect;
import dev.skiff.agent.core.AgentInput;
import dev.skiff.agent.core.AgentLimits;
import dev.skiff.agent.core.AgentStep;
import dev.skiff.agent.core.FoundVm;
import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.core.owner.CellInputs.Beat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One host: the real agent core, a disk and VMs that outlive it, and a network that may be cut.
final class SimulatedHost {
  /// What the disk and the VMM know of a run, whatever becomes of the agent.
  private static final class Run {
    final VmSpec spec;
    final long orderReceived;
    boolean spawned;
    boolean commandStarted;
    boolean reported;
    @Nullable ExitStatus exit;

    Run(VmSpec spec, long orderReceived) {
      this.spec = spec;
      this.orderReceived = orderReceived;
    }
  }

  private final HostId id;
  private final HostFacts facts;
  private final World world;
  private final Broker broker;
  private final Physics physics;
  private final Map<VmRun, Run> disk = new TreeMap<>();
  private final List<Report> toSend = new ArrayList<>();
  private @Nullable AgentCore core;
  private long session;
  private long ordersNext;
  private long cutUntil;
  private int life;
  private boolean sending;

  SimulatedHost(String name, long cpus, World world, Broker broker, Physics physics) {
    this.id = new HostId(name);
    this.facts =
        new HostFacts(
            "http://127.0.0.1:1",
            Map.of("zone", name.endsWith("1") ? "a" : "b"),
            new Resources(cpus * 1_000, cpus * 1_024, 10_000, 8),
            100,
            "simulated",
            "this is a simulation",
            "test");
    this.world = world;
    this.broker = broker;
    this.physics = physics;
    start();
  }

  HostId id() {
    return id;
  }

  Resources used() {
    return core == null ? Resources.NONE : core.used();
  }

  List<VmRun> running() {
    return disk.entrySet().stream()
        .filter(e -> e.getValue().spawned && e.getValue().exit == null)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void start() {
    int mine = ++life;
    core = new AgentCore(id, facts, AgentLimits.DEFAULT);
    toSend.clear();
    sending = false;
    world.note(id + ": agent starts");
    List<FoundVm> found = new ArrayList<>();
    disk.forEach((run, what) -> found.add(find(run, what)));
    disk.values().removeIf(what -> !what.spawned && what.exit == null);
    take(new AgentInput.Recovered(found));
    openSession();
    cycle(mine);
    heartbeat(mine);
  }

  private static FoundVm find(VmRun run, Run what) {
    Resources resources = what.spec.resources();
    if (what.exit != null) {
      return new FoundVm.Over(
          run, resources, what.spec.image(), what.orderReceived, what.exit, what.reported);
    }
    return what.spawned
        ? new FoundVm.Running(run, resources, what.spec.image(), what.orderReceived)
        : new FoundVm.NeverStarted(run);
  }

  private void openSession() {
    ordersNext = broker.orders.size();
    toSend.clear();
    take(new AgentInput.SessionOpened(++session));
  }

  private void cycle(int ofLife) {
    if (ofLife != life) {
      return;
    }
    if (world.fault(1_500)) {
      world.note(id + ": agent is killed");
      life++;
      core = null;
      world.after(world.between(100_000, 3_000_000), this::start);
      return;
    }
    if (world.fault(3_000)) {
      cutUntil = world.now() + world.between(1_000_000, 50_000_000);
      world.note(id + ": is cut off until " + cutUntil);
    }
    if (connected()) {
      while (ordersNext < broker.orders.size()) {
        OrderBatch batch = broker.orders.get(ordersNext++);
        if (batch.host().equals(id)) {
          take(new AgentInput.OrdersRead(batch));
        }
      }
      send(ofLife);
    }
    world.after(world.between(2_000, 15_000), () -> cycle(ofLife));
  }

  private boolean connected() {
    return !world.hasFaults() || world.now() >= cutUntil;
  }

  private void heartbeat(int ofLife) {
    if (ofLife != life) {
      return;
    }
    take(new AgentInput.Tick());
    if (connected()) {
      broker.heartbeats.add(new Beat(id, session), world.now());
      take(new AgentInput.HeartbeatDelivered());
    }
    world.after(1_000_000, () -> heartbeat(ofLife));
  }

  /// One record at a time, in order; one that is on its way lands even if the agent dies.
  private void send(int ofLife) {
    if (sending || toSend.isEmpty()) {
      return;
    }
    sending = true;
    List<Report> reports = List.copyOf(toSend);
    toSend.clear();
    ReportBatch batch = new ReportBatch(id, session, world.now(), reports);
    world.after(
        world.between(500, world.fault(20) ? 400_000 : 5_000),
        () -> {
          broker.reports.add(batch, world.now());
          if (ofLife == life) {
            sending = false;
            take(new AgentInput.Delivered(reports));
          }
        });
  }

  private void take(AgentInput input) {
    if (core == null) {
      return;
    }
    AgentStep step = core.handle(input, world.now());
    toSend.addAll(step.reports());
    step.effects().forEach(this::carryOut);
  }

  private void carryOut(AgentEffect effect) {
    int ofLife = life;
    switch (effect) {
      case AgentEffect.Boot boot -> {
        Run run = new Run(boot.spec(), boot.orderReceived());
        if (disk.put(boot.run(), run) != null) {
          throw new InvariantViolation(id + " boots twice: " + boot.run());
        }
        world.after(world.between(0, 3_000), () -> spawn(ofLife, boot.run(), run));
      }
      case AgentEffect.Stop stop -> {
        long wait = world.between(1_000, Math.max(1_000, stop.graceMillis() * 1_000));
        world.after(wait, () -> end(stop.run(), exit(143)));
      }
      case AgentEffect.Kill kill -> world.after(500, () -> end(kill.run(), exit(137)));
      case AgentEffect.MarkReported reported -> {
        Run run = disk.get(reported.run());
        if (run != null) {
          run.reported = true;
        }
      }
      case AgentEffect.Forget forget -> disk.remove(forget.run());
      case AgentEffect.Rejoin rejoin -> {
        world.note(id + ": joins again: " + rejoin.reason());
        world.after(world.between(100, 5_000), () -> reopen(ofLife));
      }
    }
  }

  private void reopen(int ofLife) {
    if (ofLife == life) {
      openSession();
    }
  }

  /// Nothing is spawned by an agent that has died; what has been spawned goes on without it.
  private void spawn(int ofLife, VmRun id, Run run) {
    if (ofLife != life || run.exit != null) {
      return;
    }
    run.spawned = true;
    physics.spawned(this.id, id);
    if (world.fault(40)) {
      world.after(10_000, () -> end(id, ExitStatus.failed("boot-timeout", "", world.now())));
      return;
    }
    world.after(
        world.between(5_000, 200_000),
        () -> {
          if (run.exit != null) {
            return;
          }
          run.commandStarted = true;
          long now = world.now();
          take(new AgentInput.Started(id, new StartPhases(run.orderReceived, now, now, now)));
          if (physics.endsByItself(id)) {
            world.after(
                world.between(10_000, 8_000_000), () -> end(id, exit(physics.exitCode(id))));
          }
        });
  }

  private void end(VmRun id, ExitStatus exit) {
    Run run = disk.get(id);
    if (run == null || run.exit != null) {
      return;
    }
    run.exit = exit;
    if (run.spawned) {
      physics.ended(this.id, id);
    }
    take(new AgentInput.Ended(id, exit));
  }

  private ExitStatus exit(int code) {
    return new ExitStatus(code, 0, false, null, null, world.now());
  }
}

package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.agent.core.AgentCore;
import dev.skiff.agent.core.AgentEffect;
import dev.skiff.agent.core.AgentInput;
import dev.skiff.agent.core.AgentStep;
import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.core.owner.CellInputs.Beat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One host: the real agent core, a disk and VMs that outlive it, and a network that may be cut.
final class SimulatedHost {
  private final HostId id;
  private final World world;
  private final CellTopics topics;
  private final HostDisk disk;
  private final MachineClock clock;
  private final Vmms vmms;
  private final ReportLink link;
  private HostFacts facts;
  private @Nullable AgentCore core;
  private long ordersNext;
  private long lastBeat;
  private long cutUntil;
  private int life;
  private boolean gone;

  SimulatedHost(HostId id, HostFacts facts, World world, CellTopics topics, Physics physics) {
    this.id = id;
    this.facts = facts;
    this.world = world;
    this.topics = topics;
    this.disk = new HostDisk(world);
    this.clock = new MachineClock(world);
    this.vmms = new Vmms(id, world, physics, disk, clock, this::take);
    this.link = new ReportLink(id, world, topics, clock, this::take);
    world.after(world.between(0, 300_000), this::start);
  }

  HostId id() {
    return id;
  }

  /// What its VMs hold by its own count.
  Resources used() {
    return core == null ? Resources.NONE : core.used();
  }

  List<VmRun> running() {
    return disk.running();
  }

  /// It tells the truth again, and its clock is right.
  void calm() {
    clock.setRight();
    if (core != null && core.isJoined()) {
      link.add(List.of(new Report.FactsChanged(core.facts())));
    }
  }

  /// It is switched off for good.
  void remove() {
    if (!gone) {
      gone = true;
      die("is switched off");
      vmms.losePower();
    }
  }

  private void start() {
    if (gone) {
      return;
    }
    int mine = ++life;
    world.note("%s: agent starts with %s", id, facts.capacity());
    core = new AgentCore(id, disk.journal, facts, Scale.LIMITS);
    link.reset();
    take(new AgentInput.Recovered(disk.find(), disk.leaseEndsAt));
    openSession();
    cycle(mine);
    heartbeat(mine);
  }

  private void die(String how) {
    world.note("%s: agent %s", id, how);
    life++;
    core = null;
    if (world.happens(Fault.CAPACITY_CHANGED)) {
      facts = HostFactsDraw.withOtherCapacity(facts, world);
    }
    world.after(world.between(20_000, 3_000_000), this::start);
  }

  private void openSession() {
    ordersNext = topics.orders.size();
    link.reset();
    take(new AgentInput.SessionOpened(++disk.session));
  }

  private void cycle(int ofLife) {
    if (ofLife != life) {
      return;
    }
    if (world.happens(Fault.AGENT_KILLED)) {
      die("is killed");
      return;
    }
    if (world.happens(Fault.POWER_LOST)) {
      die("loses power");
      vmms.losePower();
      return;
    }
    if (world.happens(Fault.HOST_CUT_OFF)) {
      cutUntil = world.now() + world.between(100_000, 5_000_000);
      world.note("%s: is cut off until %.3f s", id, cutUntil / 1e6);
    }
    if (world.happens(Fault.CAPACITY_CHANGED)) {
      HostFacts told = HostFactsDraw.withOtherCapacity(facts, world);
      link.add(List.of(new Report.FactsChanged(told)));
    }
    if (world.happens(Fault.CLOCK_SET)) {
      clock.set();
    }
    if (isConnected()) {
      readOrders();
      link.send(disk.session);
    }
    world.after(world.between(3_000, 25_000), () -> cycle(ofLife));
  }

  private void readOrders() {
    if (world.happens(Fault.READ_LATE)) {
      return;
    }
    while (ordersNext < topics.orders.size()) {
      OrderBatch batch = topics.orders.get(ordersNext++);
      if (batch.host().equals(id)) {
        take(new AgentInput.OrdersRead(batch));
      }
    }
  }

  private boolean isConnected() {
    return !world.hasFaults() || world.now() >= cutUntil;
  }

  private void heartbeat(int ofLife) {
    AgentCore agent = core;
    if (ofLife != life || agent == null) {
      return;
    }
    take(new AgentInput.Tick());
    if (agent.isJoined()) {
      lastBeat = Math.max(lastBeat + 1, clock.now());
      take(new AgentInput.HeartbeatSent(lastBeat, clock.uptime()));
      if (isConnected() && !topics.isFull()) {
        Beat beat = new Beat(id, disk.session, lastBeat);
        world.after(world.between(200, 3_000), () -> deliver(beat, ofLife));
      }
    }
    world.after(Scale.HEARTBEAT_EVERY, () -> heartbeat(ofLife));
  }

  private void deliver(Beat beat, int ofLife) {
    topics.heartbeats.add(beat, world.now());
    if (ofLife == life) {
      take(new AgentInput.HeartbeatDelivered());
    }
  }

  private void take(AgentInput input) {
    if (core == null) {
      return;
    }
    AgentStep step = core.handle(input, clock.now(), clock.uptime());
    link.add(step.reports());
    step.effects().forEach(this::carryOut);
  }

  private void carryOut(AgentEffect effect) {
    int ofLife = life;
    switch (effect) {
      case AgentEffect.Boot boot -> {
        HostedVm vm = vmms.prepare(boot);
        require(
            disk.held().fitsIn(facts.promisable()),
            "%s begins with %s: %s of %s are held",
            id,
            boot.run(),
            disk.held(),
            facts.promisable());
        world.after(
            world.between(0, 5_000),
            () -> {
              if (ofLife == life) {
                vmms.spawn(vm);
              }
            });
      }
      case AgentEffect.Stop stop -> vmms.stop(stop.run(), stop.graceMillis());
      case AgentEffect.Kill kill -> vmms.kill(kill.run());
      case AgentEffect.Expire expire -> vmms.expire(expire.run());
      case AgentEffect.Hold hold -> {
        vmms.hold(hold.run(), hold.hold());
        if (hold.hold() == VmHold.NONE && world.happens(Fault.AGENT_KILLED_AS_A_VM_GOES_ON)) {
          world.after(
              world.between(500, 3_000),
              () -> {
                if (ofLife == life) {
                  die("is killed");
                }
              });
        }
      }
      case AgentEffect.RenewLease renew -> disk.leaseEndsAt = renew.endsAt();
      case AgentEffect.MarkReported reported -> {
        HostedVm vm = disk.vms.get(reported.run());
        if (vm != null) {
          vm.reported = true;
        }
      }
      case AgentEffect.Forget forget -> disk.vms.remove(forget.run());
      case AgentEffect.Rejoin rejoin -> {
        world.note("%s: joins again: %s", id, rejoin.reason());
        world.after(world.between(100, 20_000), () -> reopen(ofLife));
      }
    }
  }

  private void reopen(int ofLife) {
    if (ofLife == life) {
      openSession();
    }
  }
}

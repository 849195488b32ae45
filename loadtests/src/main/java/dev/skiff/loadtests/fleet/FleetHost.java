package dev.skiff.loadtests.fleet;

import dev.skiff.agent.core.AgentCore;
import dev.skiff.agent.core.AgentEffect;
import dev.skiff.agent.core.AgentInput;
import dev.skiff.agent.core.AgentLimits;
import dev.skiff.agent.core.AgentStep;
import dev.skiff.agent.core.FoundVm;
import dev.skiff.agent.core.RunSnapshot;
import dev.skiff.agent.core.RunStatus;
import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.vmm.LeaseWatchdog;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.report.StartPhases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One host: the agent's core, VMs that are entries in a queue of times, and the reports that wait
/// for a record. Used by the fleet's one thread.
final class FleetHost {
  private static final long ENDING_MICROS = 1_000;
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;
  private static final int SIGNAL_BASE = 128;

  private final HostId id;
  private final HostFacts facts;
  private final HostWorld world;
  private final HostReports reports;

  /// Null while the agent is down.
  private @Nullable AgentCore core;

  /// What an agent that starts will find; empty while one runs.
  private final Map<VmRun, FoundVm> found = new HashMap<>();

  private long session;
  private long lastBeat;
  private long leaseEndsAt;

  FleetHost(HostId id, CellId cell, HostFacts facts, HostWorld world) {
    this.id = id;
    this.facts = facts;
    this.world = world;
    this.reports = new HostReports(this, id, cell, world);
  }

  HostId id() {
    return id;
  }

  HostReports reports() {
    return reports;
  }

  /// An agent starts. Orders must be read from before this moment on.
  void start(long now) {
    AgentCore agent = new AgentCore(id, "journal of " + id, facts, AgentLimits.DEFAULT);
    core = agent;
    handle(agent, new AgentInput.Recovered(List.copyOf(found.values()), leaseEndsAt), now);
    found.clear();
    open(agent, now);
  }

  private void open(AgentCore agent, long now) {
    // Numbers that a later process of the same fleet is above of, too.
    session = Math.max(session + 1, now);
    reports.open(session);
    world.tally().sessions.increment();
    handle(agent, new AgentInput.SessionOpened(session), now);
  }

  void orders(OrderBatch batch, long now) {
    AgentCore agent = core;
    if (agent != null) {
      handle(agent, new AgentInput.OrdersRead(batch), now);
    }
  }

  /// The next heartbeat; null while no session is open.
  @Nullable Heartbeat beat(long now) {
    AgentCore agent = core;
    if (agent == null || !agent.isJoined()) {
      return null;
    }
    // A lease names a heartbeat by its time.
    lastBeat = Math.max(lastBeat + 1, now);
    handle(agent, new AgentInput.HeartbeatSent(lastBeat, now), now);
    return new Heartbeat(id, session, lastBeat, agent.used());
  }

  void beatDelivered(long now) {
    AgentCore agent = core;
    if (agent != null) {
      handle(agent, new AgentInput.HeartbeatDelivered(), now);
      handle(agent, new AgentInput.Tick(), now);
    }
  }

  void delivered(ReportBatch batch, long now) {
    AgentCore agent = core;
    if (agent != null && reports.delivered(batch, now)) {
      handle(agent, new AgentInput.Delivered(batch.reports()), now);
    }
  }

  void joinAgain(String reason, long now) {
    AgentCore agent = core;
    if (agent != null) {
      handle(agent, new AgentInput.JoinAgain(reason), now);
    }
  }

  /// Kills the agent; its VMs go on, those that were being booted are gone.
  void crash(long now) {
    AgentCore agent = core;
    if (agent == null) {
      return;
    }
    core = null;
    reports.drop();
    for (RunSnapshot run : agent.runs()) {
      found.put(run.run(), Remains.of(run, now));
      if (run.exclusive() && run.status() != RunStatus.ENDED) {
        world.timers().at(leaseEndsAt, this, new Moment.LeaseDue(run.run()));
      }
    }
  }

  /// Has the agent started at a moment, if it is down then.
  void back(long at) {
    world.timers().at(at, this, new Moment.AgentBack());
  }

  void happen(Moment moment, long now) {
    AgentCore agent = core;
    switch (moment) {
      case Moment.Booted booted -> {
        if (agent != null) {
          booted(agent, booted, now);
        }
      }
      case Moment.Ended(VmRun run, ExitStatus exit) -> {
        if (agent != null) {
          handle(agent, new AgentInput.Ended(run, exit), now);
        } else {
          found.computeIfPresent(run, (_, before) -> Remains.over(before, exit));
        }
      }
      case Moment.Held held -> {
        if (agent != null) {
          handle(agent, new AgentInput.Held(held.run(), held.hold()), now);
        }
      }
      // While there is an agent, it sees to that itself.
      case Moment.LeaseDue(VmRun run) -> {
        if (agent == null && now >= leaseEndsAt) {
          found.computeIfPresent(run, (_, before) -> Remains.over(before, leaseEnded(now)));
        }
      }
      case Moment.Flush _ -> reports.flush(now);
      case Moment.AgentBack _ -> {
        if (agent == null) {
          start(now);
        }
      }
    }
  }

  private void booted(AgentCore agent, Moment.Booted booted, long now) {
    for (AgentEffect.Boot boot : booted.boots()) {
      Scripts.Play play = world.scripts().play(boot.spec().command());
      if (play.failsBoot() != null) {
        ExitStatus exit =
            ExitStatus.failed(play.failsBoot(), "the simulated boot fails, as told", now);
        handle(agent, new AgentInput.Ended(boot.run(), exit), now);
        continue;
      }
      StartPhases phases = new StartPhases(boot.orderReceived(), booted.begunAt(), now, now);
      handle(agent, new AgentInput.Started(boot.run(), phases), now);
      if (play.micros() != Long.MAX_VALUE) {
        long over = now + play.micros();
        world.timers().at(over, this, new Moment.Ended(boot.run(), play.exit(over)));
      }
    }
  }

  private void handle(AgentCore agent, AgentInput input, long now) {
    AgentStep step = agent.handle(input, now, now);
    List<AgentEffect.Boot> boots = null;
    boolean rejoin = false;
    for (Report report : step.reports()) {
      world.tally().count(report);
      reports.add(report, now);
    }
    for (AgentEffect effect : step.effects()) {
      switch (effect) {
        case AgentEffect.Boot boot -> {
          if (boots == null) {
            boots = new ArrayList<>();
          }
          boots.add(boot);
        }
        case AgentEffect.Stop stop -> end(stop.run(), SIGTERM, now);
        case AgentEffect.Kill kill -> end(kill.run(), SIGKILL, now);
        case AgentEffect.Expire(VmRun run) ->
            world.timers().at(now, this, new Moment.Ended(run, leaseEnded(now)));
        case AgentEffect.Hold hold ->
            world.timers().at(now + ENDING_MICROS, this, new Moment.Held(hold.run(), hold.hold()));
        case AgentEffect.Rejoin _ -> rejoin = true;
        case AgentEffect.RenewLease(long endsAt) -> leaseEndsAt = endsAt;
        case AgentEffect.MarkReported _, AgentEffect.Forget _ -> {}
      }
    }
    if (boots != null) {
      world.timers().at(now + world.startMicros(), this, new Moment.Booted(boots, now));
    }
    if (rejoin) {
      open(agent, now);
    }
  }

  private static ExitStatus leaseEnded(long now) {
    return ExitStatus.failed(LeaseWatchdog.ENDED, LeaseWatchdog.WHY, now);
  }

  private void end(VmRun run, int signal, long now) {
    long at = now + ENDING_MICROS;
    String failure = signal == SIGKILL ? "killed" : null;
    ExitStatus exit = new ExitStatus(SIGNAL_BASE + signal, signal, false, failure, null, at);
    world.timers().at(at, this, new Moment.Ended(run, exit));
  }
}

package dev.skiff.agent.core;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.VmHold;
import java.util.ArrayList;
import java.util.List;

/// What a host does about what it hears: a state machine without I/O, clock, threads or logging.
/// One writer; the same inputs give the same steps.
///
/// Its rules, which make every order safe to write again (see DESIGN.md): orders of another session
/// are ignored; so is an order that follows from an older log offset than one already taken for the
/// same VM; an incarnation is started at most once; the host is never filled beyond what it
/// promises; every run that was accepted is reported over once it is.
public final class AgentCore {
  private static final long NO_SESSION = 0;

  private final HostId host;
  private final String journal;
  private final ToldFacts facts;
  private final AgentLimits limits;
  private final HostRuns runs;
  private final OrderDesk desk;
  private final List<VmRun> neverStarted = new ArrayList<>();
  private long session = NO_SESSION;
  private boolean rejoining;
  private long lastHeard;

  /// @param journal what tells this agent from another one with the same host id
  public AgentCore(HostId host, String journal, HostFacts facts, AgentLimits limits) {
    this.host = host;
    this.journal = journal;
    this.facts = new ToldFacts(facts);
    this.limits = limits;
    this.runs = new HostRuns(limits);
    this.desk = new OrderDesk(runs, facts.promisable());
  }

  /// Takes one input.
  ///
  /// @param now microseconds since the epoch, by a clock that may be set
  /// @param uptime of the host, us: never runs backwards, and goes on while the host sleeps
  public AgentStep handle(AgentInput input, long now, long uptime) {
    StepBuilder step = new StepBuilder(now, uptime);
    switch (input) {
      case AgentInput.Recovered recovered -> recover(recovered);
      case AgentInput.SessionOpened opened -> open(opened.session(), step);
      case AgentInput.OrdersRead read -> orders(read.batch(), step);
      case AgentInput.Started started -> started(started, step);
      case AgentInput.Held(VmRun run, VmHold hold) -> {
        RunState state = runs.run(run);
        if (state != null) {
          HoldDesk.held(state, hold, step);
        }
      }
      case AgentInput.Unchanged unchanged -> {
        RunState state = runs.run(unchanged.run());
        if (state != null) {
          HoldDesk.unchanged(state, unchanged, step);
        }
      }
      case AgentInput.Ended ended -> ended(ended, step);
      case AgentInput.Delivered delivered -> delivered(delivered.reports(), step);
      case AgentInput.JoinAgain(String reason) -> rejoin(reason, step);
      case AgentInput.HeartbeatSent(long at, long sentAt) -> lease().sent(at, sentAt);
      case AgentInput.HeartbeatDelivered _ -> heard(step);
      case AgentInput.ImagesHeld(List<String> images) -> facts.hold(images);
      case AgentInput.Tick _ -> tick(step);
    }
    return step.build(isJoined());
  }

  /// The session that is open; 0 before the first.
  public long session() {
    return session;
  }

  /// Whether a session is open and not about to be left for the next.
  public boolean isJoined() {
    return session != NO_SESSION && !rejoining;
  }

  /// What the live runs hold.
  public Resources used() {
    return runs.used();
  }

  /// The facts as they are now, told or not.
  public HostFacts facts() {
    return facts.facts();
  }

  /// When the core wants a [AgentInput.Tick] at the latest, in the host's uptime, us;
  /// [Long#MAX_VALUE] for no matter when. In the past when one is due.
  public long tickDueAt() {
    return runs.exclusive().dueAt();
  }

  /// All runs, those that are over and not forgotten included, by VM and incarnation.
  public List<RunSnapshot> runs() {
    return runs.all().stream().map(RunState::snapshot).toList();
  }

  private HostLease lease() {
    return runs.exclusive().lease();
  }

  private void recover(AgentInput.Recovered recovered) {
    lease().restore(recovered.leaseEndsAt());
    for (FoundVm vm : recovered.found()) {
      runs.recover(vm);
      if (vm instanceof FoundVm.NeverStarted never) {
        neverStarted.add(never.run());
      }
    }
  }

  private void open(long newSession, StepBuilder step) {
    if (newSession <= session) {
      throw new IllegalArgumentException(
          "session: %d (expected: > %d)".formatted(newSession, session));
    }
    session = newSession;
    rejoining = false;
    lastHeard = 0;
    lease().forgetHeartbeats();
    StepBuilder refusals = new StepBuilder(step.now(), step.uptime());
    runs.refuseWaiting(refusals);
    JoinReport.write(journal, facts.facts(), runs, neverStarted, step);
    facts.joined(step.uptime());
    step.addAll(refusals);
  }

  private void rejoin(String reason, StepBuilder step) {
    if (isJoined()) {
      rejoining = true;
      step.effect(new AgentEffect.Rejoin(reason));
    }
  }

  private void orders(OrderBatch batch, StepBuilder step) {
    if (!isJoined() || batch.session() != session || !batch.host().equals(host)) {
      return;
    }
    if (batch.asksToJoinAgain()) {
      rejoin("the cell asked for it: it had given this session up", step);
      return;
    }
    if (batch.lease() != null) {
      runs.lease(batch.lease(), step);
    }
    for (Order order : batch.orders()) {
      desk.take(order, batch.logOffset(), step);
    }
  }

  private void started(AgentInput.Started started, StepBuilder step) {
    RunState state = runs.run(started.run());
    if (state != null && state.started()) {
      VmRun run = started.run();
      step.report(
          new Report.VmsStarted(
              run.vm().job(), run.vm().index(), 1, run.incarnation(), started.phases()));
      HoldDesk.started(state, step);
    }
  }

  private void ended(AgentInput.Ended ended, StepBuilder step) {
    RunState state = runs.run(ended.run());
    if (state != null && state.isLive()) {
      runs.end(state, ended.exit(), step);
    }
  }

  private void delivered(List<Report> reports, StepBuilder step) {
    for (Report report : reports) {
      switch (report) {
        case Report.VmEnded end -> reported(new VmRun(end.vm(), end.incarnation()), step);
        case Report.Joined joined -> {
          for (FinishedVm vm : joined.finished()) {
            reported(new VmRun(vm.vm(), vm.incarnation()), step);
          }
          neverStarted.clear();
          // From here on the cell waits for heartbeats.
          lastHeard = step.now();
        }
        case Report.FactsChanged _,
            Report.VmsAccepted _,
            Report.VmsStarted _,
            Report.VmPaused _,
            Report.VmSuspended _,
            Report.VmResumed _,
            Report.VmUnchanged _,
            Report.VmRefused _ -> {}
      }
    }
    runs.forgetExcess(step);
  }

  private void tick(StepBuilder step) {
    runs.tick(step);
    if (isJoined()) {
      facts.tell(step);
    }
  }

  private void reported(VmRun run, StepBuilder step) {
    RunState state = runs.run(run);
    if (state != null) {
      runs.markReported(state, step);
    }
  }

  private void heard(StepBuilder step) {
    long before = lastHeard;
    lastHeard = step.now();
    if (before != 0 && lastHeard - before > limits.silenceMicros()) {
      rejoin(
          "no heartbeat was delivered for %d s, so the cell has probably given this host up"
              .formatted((lastHeard - before) / 1_000_000),
          step);
    }
  }
}

package dev.skiff.agent.core;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
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
  private final HostFacts facts;
  private final AgentLimits limits;
  private final HostRuns runs;
  private final OrderDesk desk;
  private final List<VmRun> neverStarted = new ArrayList<>();
  private long session = NO_SESSION;
  private boolean rejoining;
  private long lastHeard;

  public AgentCore(HostId host, HostFacts facts, AgentLimits limits) {
    this.host = host;
    this.facts = facts;
    this.limits = limits;
    this.runs = new HostRuns(limits);
    this.desk = new OrderDesk(runs, facts.promisable());
  }

  /// Takes one input.
  ///
  /// @param now microseconds since the epoch
  public AgentStep handle(AgentInput input, long now) {
    StepBuilder step = new StepBuilder(now);
    switch (input) {
      case AgentInput.Recovered recovered -> recover(recovered.found());
      case AgentInput.SessionOpened opened -> open(opened.session(), step);
      case AgentInput.OrdersRead read -> orders(read.batch(), step);
      case AgentInput.Started started -> started(started, step);
      case AgentInput.Ended ended -> ended(ended, step);
      case AgentInput.Delivered delivered -> delivered(delivered.reports(), step);
      case AgentInput.JoinAgain(String reason) -> rejoin(reason, step);
      case AgentInput.HeartbeatDelivered _ -> heard(step);
      case AgentInput.Tick _ -> runs.forgetExcess(step);
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

  /// All runs, those that are over and not forgotten included, by VM and incarnation.
  public List<RunSnapshot> runs() {
    return runs.all().stream().map(RunState::snapshot).toList();
  }

  private void recover(List<FoundVm> found) {
    for (FoundVm vm : found) {
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
    JoinReport.write(facts, runs, neverStarted, step);
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
    if (batch.orders().isEmpty()) {
      rejoin("the cell asked for it: it had given this session up", step);
      return;
    }
    for (Order order : batch.orders()) {
      desk.take(order, batch.logOffset(), step);
    }
  }

  private void started(AgentInput.Started started, StepBuilder step) {
    RunState state = runs.run(started.run());
    if (state != null && state.started()) {
      VmRun run = started.run();
      step.report(new Report.VmStarted(run.vm(), run.incarnation(), started.phases()));
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
            Report.VmAccepted _,
            Report.VmStarted _,
            Report.VmRefused _ -> {}
      }
    }
    runs.forgetExcess(step);
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

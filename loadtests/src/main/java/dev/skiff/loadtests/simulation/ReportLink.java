package dev.skiff.loadtests.simulation;

import dev.skiff.agent.core.AgentInput;
import dev.skiff.agent.core.WaitingReports;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import java.util.List;
import java.util.function.Consumer;

/// Brings an agent's reports to their topic: one record at a time, in order. One that is on its way
/// may arrive although its sender has died or given it up.
final class ReportLink {
  private static final int BATCH_BYTES = 100_000;

  private final HostId host;
  private final World world;
  private final CellTopics topics;
  private final MachineClock clock;
  private final Consumer<AgentInput> agent;
  private final WaitingReports waiting = new WaitingReports();
  private boolean sending;
  private int epoch;

  ReportLink(
      HostId host, World world, CellTopics topics, MachineClock clock, Consumer<AgentInput> agent) {
    this.host = host;
    this.world = world;
    this.topics = topics;
    this.clock = clock;
    this.agent = agent;
  }

  void add(List<Report> reports) {
    reports.forEach(waiting::add);
  }

  /// A new session, or a new agent: what was not sent is not sent any more.
  void reset() {
    waiting.clear();
    sending = false;
    epoch++;
  }

  void send(long session) {
    if (sending || waiting.isEmpty() || topics.isFull()) {
      return;
    }
    sending = true;
    int mine = epoch;
    List<Report> reports = waiting.next(BATCH_BYTES);
    ReportBatch batch = new ReportBatch(host, session, clock.now(), reports);
    if (world.happens(Fault.REPORTS_GIVEN_UP)) {
      giveUp(batch, mine);
      return;
    }
    world.after(
        world.between(300, 4_000),
        () -> {
          append(batch);
          if (mine == epoch) {
            sending = false;
            waiting.sent(reports.size());
            agent.accept(new AgentInput.Delivered(reports));
          }
        });
  }

  private void giveUp(ReportBatch batch, int mine) {
    if (world.random.nextBoolean()) {
      world.after(world.between(1_000, 2_000_000), () -> append(batch));
    }
    world.after(
        300_000,
        () -> {
          if (mine == epoch) {
            agent.accept(new AgentInput.JoinAgain("reports could not be delivered"));
          }
        });
  }

  private void append(ReportBatch batch) {
    int offset = topics.report(batch, world.now());
    world.note("cell %s: reports@%d %s", topics.cell, offset, batch);
    if (world.happens(Fault.RECORD_DOUBLED)) {
      topics.report(batch, world.now());
    }
  }
}

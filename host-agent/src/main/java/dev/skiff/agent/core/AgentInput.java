package dev.skiff.agent.core;

import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.StartPhases;
import java.util.List;

/// Something that happened to an agent.
public sealed interface AgentInput {
  /// The agent has looked through its journal and adopted what runs. Comes once, first.
  record Recovered(List<FoundVm> found) implements AgentInput {
    public Recovered {
      found = List.copyOf(found);
    }
  }

  /// The session number was raised durably, and `skiff.orders` is read from a position captured
  /// before that. Comes after [Recovered], and as the answer to [AgentEffect.Rejoin].
  record SessionOpened(long session) implements AgentInput {}

  /// Orders were read.
  record OrdersRead(OrderBatch batch) implements AgentInput {}

  /// A VM's command runs.
  record Started(VmRun run, StartPhases phases) implements AgentInput {}

  /// A VM is over, or never came up. The journal knows already.
  record Ended(VmRun run, ExitStatus exit) implements AgentInput {}

  /// Reports are safely in Kafka.
  record Delivered(List<Report> reports) implements AgentInput {
    public Delivered {
      reports = List.copyOf(reports);
    }
  }

  /// The link to the cell lost something that a new session makes good.
  ///
  /// @param reason a sentence
  record JoinAgain(String reason) implements AgentInput {}

  /// A heartbeat is safely in Kafka.
  record HeartbeatDelivered() implements AgentInput {}

  /// Time passes; about once a second.
  record Tick() implements AgentInput {}
}

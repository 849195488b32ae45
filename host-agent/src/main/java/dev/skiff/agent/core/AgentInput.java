package dev.skiff.agent.core;

import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;
import java.util.List;

/// Something that happened to an agent.
public sealed interface AgentInput {
  /// The agent has looked through its journal and adopted what runs. Comes once, first.
  ///
  /// @param leaseEndsAt when the host's lease ends that an earlier agent left, in its uptime, us; 0
  ///   for none
  record Recovered(List<FoundVm> found, long leaseEndsAt) implements AgentInput {
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

  /// A VM stands still, is on disk, or goes on.
  record Held(VmRun run, VmHold hold) implements AgentInput {}

  /// A VM could not be brought into a hold, and is as it was.
  ///
  /// @param wanted the hold that was asked for
  /// @param code stable, such as `not-supported`
  /// @param detail a sentence
  record Unchanged(VmRun run, VmHold wanted, String code, String detail) implements AgentInput {}

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

  /// A heartbeat is about to be sent.
  ///
  /// @param at what it says; no other of the session says the same
  /// @param uptime the host's, read before it was sent, us: a lease that answers it runs from here
  record HeartbeatSent(long at, long uptime) implements AgentInput {}

  /// A heartbeat is safely in Kafka.
  record HeartbeatDelivered() implements AgentInput {}

  /// The images that the host holds, most recently used first.
  record ImagesHeld(List<String> images) implements AgentInput {
    public ImagesHeld {
      images = List.copyOf(images);
    }
  }

  /// Time passes; about once a second, and when the host's lease ends.
  record Tick() implements AgentInput {}
}

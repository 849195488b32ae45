package dev.skiff.contracts.state;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.HostFacts;
import org.jspecify.annotations.Nullable;

/// A host as the cell's log has it.
///
/// @param id which
/// @param status where it is
/// @param session of the agent that joined last
/// @param journal of that agent
/// @param conflict that another agent goes by its id, and what to do, a sentence; null when none
///   does
/// @param facts what it said of itself
/// @param cordoned an operator wants no new VMs on it
/// @param drain how it is being emptied; null when it is not
/// @param used what its VMs hold, ghosts included
/// @param vms how many VMs hold it, ghosts included
/// @param joined when this session joined, microseconds since the epoch
/// @param changed last change, microseconds since the epoch
public record Host(
    HostId id,
    HostStatus status,
    long session,
    String journal,
    @Nullable String conflict,
    HostFacts facts,
    boolean cordoned,
    @Nullable Drain drain,
    Resources used,
    int vms,
    long joined,
    long changed) {

  /// A host that joins for the first time.
  public static Host joined(HostId id, long session, String journal, HostFacts facts, long at) {
    return new Host(
        id,
        HostStatus.READY,
        session,
        journal,
        null,
        facts,
        false,
        null,
        Resources.NONE,
        0,
        at,
        at);
  }

  /// What may still be promised to VMs, whatever the status.
  public Resources free() {
    return facts.promisable().minusOrZero(used);
  }

  /// Whether all its VMs are gone for a drain.
  public boolean isDrained() {
    return drain != null && vms == 0;
  }

  /// The same with other holders.
  public Host holding(Resources nowUsed, int nowVms, long at) {
    return new Host(
        id, status, session, journal, conflict, facts, cordoned, drain, nowUsed, nowVms, joined,
        at);
  }

  /// The same with other facts.
  public Host with(HostFacts newFacts, long at) {
    return new Host(
        id, status, session, journal, conflict, newFacts, cordoned, drain, used, vms, joined, at);
  }

  /// Another session of its agent: heard of, and what its operator made of it.
  public Host rejoined(long newSession, String newJournal, HostFacts newFacts, long at) {
    return new Host(
        id,
        whenHeard(),
        newSession,
        newJournal,
        null,
        newFacts,
        cordoned,
        drain,
        used,
        vms,
        at,
        at);
  }

  /// The same with another agent that goes by its id.
  public Host contested(String why, long at) {
    return new Host(
        id, status, session, journal, why, facts, cordoned, drain, used, vms, joined, at);
  }

  /// What its operator wants of it.
  public Host kept(boolean nowCordoned, @Nullable Drain nowDrain, long at) {
    Host kept =
        new Host(
            id,
            status,
            session,
            journal,
            conflict,
            facts,
            nowCordoned,
            nowDrain,
            used,
            vms,
            joined,
            at);
    return switch (status) {
      case READY, CORDONED, DRAINING -> kept.to(kept.whenHeard(), at);
      case SUSPECT, LOST -> kept;
    };
  }

  /// The host in its next status.
  ///
  /// @throws IllegalStateException when the table of [HostStatus] does not allow the step
  public Host to(HostStatus next, long at) {
    if (next == status) {
      return this;
    }
    if (!status.next().contains(next)) {
      throw new IllegalStateException(
          "%s cannot become %s: it is %s (session %d, since %d), which may become %s"
              .formatted(id, next, status, session, changed, status.next()));
    }
    return new Host(
        id, next, session, journal, conflict, facts, cordoned, drain, used, vms, joined, at);
  }

  /// Its status while it is heard of.
  public HostStatus whenHeard() {
    if (drain != null) {
      return HostStatus.DRAINING;
    }
    return cordoned ? HostStatus.CORDONED : HostStatus.READY;
  }
}

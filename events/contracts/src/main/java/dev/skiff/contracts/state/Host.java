package dev.skiff.contracts.state;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.HostFacts;

/// A host as the cell's log has it.
///
/// @param id which
/// @param status where it is
/// @param session of the agent that joined last
/// @param facts what it said of itself
/// @param used what its VMs hold, ghosts included
/// @param vms how many VMs hold it, ghosts included
/// @param joined when this session joined, microseconds since the epoch
/// @param changed last change, microseconds since the epoch
public record Host(
    HostId id,
    HostStatus status,
    long session,
    HostFacts facts,
    Resources used,
    int vms,
    long joined,
    long changed) {
  /// What may still be promised to VMs, whatever the status.
  public Resources free() {
    return facts.promisable().minusOrZero(used);
  }

  /// The same with other holders.
  public Host holding(Resources nowUsed, int nowVms, long at) {
    return new Host(id, status, session, facts, nowUsed, nowVms, joined, at);
  }

  /// The same in another status, with other facts.
  public Host with(HostStatus newStatus, HostFacts newFacts, long at) {
    return new Host(id, newStatus, session, newFacts, used, vms, joined, at);
  }
}

package dev.skiff.contracts.report;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.wire.WireRecord;

/// A host is alive: the values of `skiff.heartbeats`, one a second.
///
/// @param host who; also the record's key
/// @param session of the agent
/// @param at when it was sent, microseconds since the epoch
/// @param used what the host's VMs hold now, as the agent counts it
@JsonTypeName("~heartbeat/1")
public record Heartbeat(HostId host, long session, long at, Resources used) implements WireRecord {}

package dev.skiff.dispatcher.core;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;

/// A VM that serves a function.
///
/// @param address base URL of its host's agent
/// @param version of the function
/// @param placedAt when it had a host, microseconds since the epoch
/// @param ready whether it is known to serve
public record ServingVm(
    VmId id, HostId host, String address, long version, long placedAt, boolean ready) {}

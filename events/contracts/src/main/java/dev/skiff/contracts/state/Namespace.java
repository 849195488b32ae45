package dev.skiff.contracts.state;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Quota;

/// What a namespace may hold and holds in a cell.
///
/// @param used what its unfinished VMs reserve, with or without a host
/// @param changed last change of the quota, microseconds since the epoch
public record Namespace(String name, Quota quota, Resources used, long changed) {}

package dev.skiff.agent.core;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.ExitStatus;
import org.jspecify.annotations.Nullable;

/// A run as it is at one moment.
///
/// @param orderReceived when its order was read, microseconds since the epoch
/// @param exit how it ended; null while it has not
public record RunSnapshot(
    VmRun run,
    RunStatus status,
    String image,
    Resources resources,
    long orderReceived,
    @Nullable ExitStatus exit) {}

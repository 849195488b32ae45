package dev.skiff.agent.core;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.VmHold;
import org.jspecify.annotations.Nullable;

/// A run as it is at one moment.
///
/// @param hold whether it goes on
/// @param exclusive it runs under the host's lease
/// @param orderReceived when its order was read, microseconds since the epoch
/// @param exit how it ended; null while it has not
public record RunSnapshot(
    VmRun run,
    RunStatus status,
    VmHold hold,
    String image,
    Resources resources,
    boolean exclusive,
    long orderReceived,
    @Nullable ExitStatus exit) {}

package dev.skiff.contracts.state;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Resources;
import org.jspecify.annotations.Nullable;

/// A cell as its owner sees it, for the `cells` view.
///
/// @param id which
/// @param owner the scheduler that owns it; null when a reader knows of none
/// @param claim offset of the claim in force: its epoch
/// @param logOffset how far the log is folded
/// @param hosts hosts that are not lost
/// @param promisable what those hosts may promise together
/// @param used what their VMs hold
/// @param largest the most that a host has of each resource when it is empty
/// @param roomiest the most that a host that takes VMs has free of each resource
/// @param pendingVms VMs that wait for a host
/// @param unfinishedVms VMs that are not over
/// @param livenessPaused so many hosts went silent together that none is declared lost
/// @param at when this was written, microseconds since the epoch
public record Cell(
    CellId id,
    @Nullable String owner,
    long claim,
    long logOffset,
    int hosts,
    Resources promisable,
    Resources used,
    Resources largest,
    Resources roomiest,
    int pendingVms,
    int unfinishedVms,
    boolean livenessPaused,
    long at) {}

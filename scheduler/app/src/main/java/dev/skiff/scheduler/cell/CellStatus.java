package dev.skiff.scheduler.cell;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.core.owner.Role;

/// How one scheduler stands to one cell, as of its thread's last cycle.
///
/// @param reason why the role is what it is, a sentence
/// @param position how far the log is folded
/// @param cycledAtNanos [System#nanoTime] at the end of the last cycle
public record CellStatus(
    CellId cell, Role role, String reason, LogPosition position, long cycledAtNanos) {}

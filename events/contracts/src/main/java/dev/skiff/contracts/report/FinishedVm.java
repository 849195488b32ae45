package dev.skiff.contracts.report;

import dev.skiff.contracts.VmId;

/// A VM that ended while no agent watched.
///
/// @param vm which
/// @param incarnation which placement of it
/// @param exit how it ended, as far as that can be told
public record FinishedVm(VmId vm, int incarnation, ExitStatus exit) {}

package dev.skiff.contracts.report;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;

/// A VM that an agent found running when it started.
///
/// @param vm which
/// @param incarnation which placement of it
/// @param resources what it holds
/// @param hold whether it goes on
public record RunningVm(VmId vm, int incarnation, Resources resources, VmHold hold) {}

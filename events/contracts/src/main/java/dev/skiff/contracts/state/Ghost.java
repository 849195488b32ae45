package dev.skiff.contracts.state;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;

/// A VM that runs on a host although the log has not placed it there. It holds its capacity until
/// its end is reported, and is ordered killed.
public record Ghost(HostId host, VmId vm, int incarnation, Resources resources) {}

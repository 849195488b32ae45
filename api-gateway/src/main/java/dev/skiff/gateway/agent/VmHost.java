package dev.skiff.gateway.agent;

import dev.skiff.contracts.state.Host;
import dev.skiff.gateway.view.VmWithJob;

/// A VM and the host that has, or last had, its output.
record VmHost(VmWithJob vm, Host host) {}

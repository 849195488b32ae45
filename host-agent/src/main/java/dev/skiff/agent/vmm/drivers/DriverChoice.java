package dev.skiff.agent.vmm.drivers;

import dev.skiff.agent.vmm.VmmDriver;

/// A driver and why it is this one, in a sentence.
public record DriverChoice(VmmDriver driver, String reason) {}

package dev.skiff.agent.vmm;

/// Whether a driver works on this host.
///
/// @param driver its name
/// @param works whether a guest came up
/// @param reason a sentence for people
public record ProbeVerdict(String driver, boolean works, String reason) {}

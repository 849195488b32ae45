package dev.skiff.loadtests.fleet;

/// What the hosts of a fleet share.
///
/// @param startMicros from the boot of a VM to its running command
record HostWorld(
    Timers timers, Scripts scripts, Tally tally, FleetWriter writer, long startMicros) {}

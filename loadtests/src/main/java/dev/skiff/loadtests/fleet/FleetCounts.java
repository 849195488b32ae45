package dev.skiff.loadtests.fleet;

/// What a fleet has done since its start.
///
/// @param hostsJoined hosts whose `Joined` is in Kafka
/// @param orderRecords records of `orders` read for hosts of the fleet
/// @param accepted VMs that a host began with
/// @param started VMs whose command ran
/// @param ended VMs that are over
/// @param refused VMs that a host would not run
/// @param reportRecords records written to `reports`
/// @param heartbeats delivered
/// @param sessions opened, the first of each host included
/// @param lagMillis age of the newest order record when it was read
public record FleetCounts(
    long hostsJoined,
    long orderRecords,
    long accepted,
    long started,
    long ended,
    long refused,
    long reportRecords,
    long heartbeats,
    long sessions,
    long lagMillis) {}

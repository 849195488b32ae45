package dev.skiff.loadtests.constraints;

/// A server of the data set, with two NUMA nodes; a node may have nothing.
///
/// @param name in the topology
/// @param rack in which it is
record NumaHost(String name, String rack, int cpus0, int memoryGib0, int cpus1, int memoryGib1) {}

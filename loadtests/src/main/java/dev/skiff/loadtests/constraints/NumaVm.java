package dev.skiff.loadtests.constraints;

/// A VM of the data set.
///
/// @param row 0-based, in the file
/// @param cpus vCPUs
/// @param memoryGib GiB of memory
/// @param nodes 1: all of it on one NUMA node; 2: half on each of the two nodes of a server
/// @param strategy what it wants of its group
/// @param group VMs of the same strategy and group belong together; empty for none
/// @param domain fault domain in its group; empty for none
record NumaVm(
    int row, int cpus, int memoryGib, int nodes, Strategy strategy, String group, String domain) {}

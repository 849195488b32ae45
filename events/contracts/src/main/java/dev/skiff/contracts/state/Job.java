package dev.skiff.contracts.state;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.spec.JobSpec;

/// A job as the cell's log has it.
///
/// @param id which
/// @param sequence order of arrival in its cell
/// @param spec what was asked for
/// @param status where it is
/// @param counts its VMs by phase
/// @param submitted when the gateway took it, microseconds since the epoch
/// @param accepted when the owner admitted it, microseconds since the epoch
/// @param finished when the last of its VMs ended; 0 while that is not so
/// @param changed last change, microseconds since the epoch
public record Job(
    JobId id,
    long sequence,
    JobSpec spec,
    JobStatus status,
    VmCounts counts,
    long submitted,
    long accepted,
    long finished,
    long changed) {}

package dev.skiff.gateway.tail;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Plan;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a request ended, and what else the same Transition says about its job.
///
/// @param request offset of the request
/// @param job null when there is none
/// @param detail a sentence; empty when the code says it all
/// @param logOffset of the Transition
/// @param at time of the Transition, microseconds since the epoch
/// @param placed VMs of the job that got a host
/// @param waiting why VMs of the job found none; null when that was not said
/// @param jobRemoved the job is forgotten
/// @param removedVms VMs of the job that are forgotten
/// @param generation of the job's new spec; null when it has none
/// @param plan what would happen; null when that was not asked
public record Settled(
    long request,
    OutcomeCode code,
    @Nullable JobId job,
    String detail,
    long logOffset,
    long at,
    List<VmsAssigned> placed,
    @Nullable Explanation waiting,
    boolean jobRemoved,
    Set<VmId> removedVms,
    @Nullable Integer generation,
    @Nullable Plan plan) {
  public Settled {
    placed = List.copyOf(placed);
    removedVms = Set.copyOf(removedVms);
  }
}

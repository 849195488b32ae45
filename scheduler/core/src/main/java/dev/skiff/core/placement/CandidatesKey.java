package dev.skiff.core.placement;

import java.util.List;

/// What requests have in common that may share [Candidates].
///
/// @param request equal for all
/// @param self for each affinity and anti-affinity in turn, whether the request's own job is meant
/// @param repelledBy rules of other jobs that keep it away
record CandidatesKey(VmRequest request, List<Boolean> self, List<Repulsion> repelledBy) {}

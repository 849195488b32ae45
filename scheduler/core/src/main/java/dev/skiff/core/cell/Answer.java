package dev.skiff.core.cell;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.Outcome;
import dev.skiff.contracts.log.OutcomeCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ends a request: what follows from it, and its one outcome.
///
/// @param request offset of its record
record Answer(long request) {
  /// Carried out.
  List<CellEvent> done(@Nullable JobId job, CellEvent... events) {
    return done(job, List.of(events));
  }

  List<CellEvent> done(@Nullable JobId job, List<CellEvent> events) {
    List<CellEvent> all = new ArrayList<>(events);
    all.add(new Outcome(request, OutcomeCode.DONE, job, ""));
    return all;
  }

  /// Not carried out.
  List<CellEvent> refuse(OutcomeCode code, @Nullable JobId job, String detail) {
    return List.of(outcome(code, job, detail));
  }

  Outcome outcome(OutcomeCode code, @Nullable JobId job, String detail) {
    return new Outcome(request, code, job, detail);
  }
}

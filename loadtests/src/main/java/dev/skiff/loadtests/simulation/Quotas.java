package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.core.cell.CellState;

/// No namespace is let have more than its limit. (One that has more because its limit was lowered
/// keeps what it has.)
final class Quotas {
  private Quotas() {}

  /// To be called before the event is applied.
  static void check(CellState state, CellEvent event) {
    switch (event) {
      case CellEvent.JobAdmitted e -> check(state, e.spec(), Resources.NONE, event);
      case CellEvent.JobUpdated e -> {
        Job job = state.job(e.job());
        check(state, e.spec(), job == null ? Resources.NONE : wanted(job.spec()), event);
      }
      default -> {}
    }
  }

  private static void check(CellState state, JobSpec spec, Resources before, CellEvent event) {
    Namespace namespace = state.namespace(spec.namespace());
    Resources wanted = wanted(spec);
    if (namespace == null || namespace.quota().limit() == null || wanted.fitsIn(before)) {
      return;
    }
    Resources after = namespace.used().minusOrZero(before).plus(wanted);
    require(
        after.fitsIn(namespace.quota().limit()), "%s would hold %s by %s", namespace, after, event);
  }

  private static Resources wanted(JobSpec spec) {
    return spec.vm().resources().times(Math.min(spec.count(), spec.atOnce()));
  }
}

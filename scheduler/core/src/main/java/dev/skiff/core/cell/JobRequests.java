package dev.skiff.core.cell;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.JobCancelling;
import dev.skiff.contracts.log.CellEvent.JobRemoved;
import dev.skiff.contracts.log.CellEvent.JobUpdated;
import dev.skiff.contracts.log.CellEvent.Planned;
import dev.skiff.contracts.log.CellEvent.QuotaSet;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.CallOff;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Namespace;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Requests about jobs that exist, and questions about jobs that might.
final class JobRequests {
  private final CellRules rules;
  private final Planner planner;

  JobRequests(CellRules rules, Planner planner) {
    this.rules = rules;
    this.planner = planner;
  }

  List<CellEvent> plan(CellState state, Answer answer, JobSpec spec, long at) {
    return answer.done(null, new Planned(answer.request(), planner.job(state, spec, at)));
  }

  List<CellEvent> cancel(CellState state, Answer answer, JobId id) {
    Job job = state.job(id);
    if (job == null) {
      return noJob(answer, id);
    }
    // The chores tell the VMs, so many at a time: a job may have more than one Transition holds.
    return job.status().isFinal() || job.isCalledOff()
        ? answer.done(id)
        : answer.done(id, new JobCancelling(id, CallOff.CANCELLED));
  }

  List<CellEvent> remove(CellState state, Answer answer, JobId id) {
    Job job = state.job(id);
    if (job == null) {
      return noJob(answer, id);
    }
    if (!job.status().isFinal()) {
      return answer.refuse(
          OutcomeCode.WRONG_STATE,
          id,
          "job %s is not over: %d of its VMs are not; cancel it first"
              .formatted(id, job.counts().unfinished()));
    }
    return answer.done(id, new JobRemoved(id));
  }

  List<CellEvent> update(CellState state, Answer answer, Request.UpdateJob update) {
    JobId id = update.job();
    Job job = state.job(id);
    if (job == null) {
      return noJob(answer, id);
    }
    Integer expected = update.ifGeneration();
    if (expected != null && expected != job.generation()) {
      return answer.refuse(
          OutcomeCode.CONFLICT,
          id,
          "it is in generation %d, not %d; look at it again".formatted(job.generation(), expected));
    }
    String wrong = whyNot(job, update.spec());
    if (wrong != null) {
      return answer.refuse(OutcomeCode.WRONG_STATE, id, "job %s: %s".formatted(id, wrong));
    }
    if (update.spec().equals(job.spec())) {
      return answer.done(id);
    }
    int more = update.spec().count() - job.spec().count();
    if (more > 0 && state.vmCount + more > rules.maxVms()) {
      return answer.refuse(
          OutcomeCode.CELL_FULL,
          id,
          "the cell is full: it holds %d VMs of at most %d"
              .formatted(state.vmCount, rules.maxVms()));
    }
    String overQuota = overQuota(state, job, update.spec());
    if (overQuota != null) {
      return answer.refuse(OutcomeCode.QUOTA_EXCEEDED, id, overQuota);
    }
    String neverFits = Admission.neverFits(state, update.spec());
    if (neverFits != null) {
      return answer.refuse(OutcomeCode.NEVER_FITS, id, neverFits);
    }
    return answer.done(id, new JobUpdated(id, job.generation() + 1, update.spec()));
  }

  private static @Nullable String whyNot(Job job, JobSpec spec) {
    if (!job.spec().isService() || !spec.isService()) {
      return "only a service can be changed; submit another job";
    }
    if (job.isCalledOff()) {
      return "it has been called off";
    }
    if (!Objects.equals(job.spec().name(), spec.name())
        || !job.spec().namespace().equals(spec.namespace())
        || job.spec().exclusive() != spec.exclusive()
        || job.spec().placement().priority() != spec.placement().priority()) {
      return "name, namespace, exclusive and priority cannot be changed; make a new service";
    }
    return job.older().size() >= Job.MOST_OLDER
        ? "VMs of %d earlier generations are still there; wait until they are replaced"
            .formatted(job.older().size())
        : null;
  }

  /// One that comes to hold less is let through, however much its namespace holds. VMs that a surge
  /// adds for a while are not counted.
  private static @Nullable String overQuota(CellState state, Job job, JobSpec spec) {
    NamespaceEntry namespace = state.namespaces.get(spec.namespace());
    Resources before = Admission.needOf(job.spec());
    Resources after = Admission.needOf(spec);
    if (namespace == null || after.fitsIn(before)) {
      return null;
    }
    Resources more = after.minusOrZero(before);
    return namespace.allows(more) ? null : Admission.overQuota(namespace, more);
  }

  static List<CellEvent> setQuota(CellState state, Answer answer, Request.SetQuota request) {
    Namespace namespace = state.namespace(request.namespace());
    boolean same =
        namespace == null ? request.quota().isNone() : namespace.quota().equals(request.quota());
    return same
        ? answer.done(null)
        : answer.done(null, new QuotaSet(request.namespace(), request.quota()));
  }

  private static List<CellEvent> noJob(Answer answer, JobId id) {
    return answer.refuse(OutcomeCode.NOT_FOUND, null, "there is no job " + id);
  }
}

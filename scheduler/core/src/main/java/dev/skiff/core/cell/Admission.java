package dev.skiff.core.cell;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.JobAdmitted;
import dev.skiff.contracts.log.CellEvent.KeyRefused;
import dev.skiff.contracts.log.CellEvent.Outcome;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request.SubmitJob;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.core.placement.Trial;
import dev.skiff.core.placement.VmRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether a new job is taken on. It is then taken on whole; placing its VMs is another step.
final class Admission {
  private final CellRules rules;

  Admission(CellRules rules) {
    this.rules = rules;
  }

  List<CellEvent> submit(CellState state, Answer answer, SubmitJob submit, long at) {
    Outcome known = known(state, answer, submit);
    if (known == null) {
      known = wrong(state, answer, submit);
    }
    if (known != null) {
      return List.of(known);
    }
    Outcome refusal = elsewhere(state, answer, submit, at);
    if (refusal != null) {
      return submit.mayWait() || submit.idempotency() == null
          ? List.of(refusal)
          : List.of(
              new KeyRefused(submit.idempotency(), refusal.code(), refusal.detail()), refusal);
    }
    return answer.done(
        submit.job(),
        new JobAdmitted(
            submit.job(),
            answer.request(),
            submit.spec(),
            submit.held(),
            submit.idempotency(),
            submit.submittedAt()));
  }

  /// The answer that a key has got already, if it has.
  private @Nullable Outcome known(CellState state, Answer answer, SubmitJob submit) {
    IdempotencyKey key = submit.idempotency();
    if (key == null) {
      return null;
    }
    StoredKey stored = state.keys.get(key.key());
    if (stored == null) {
      return state.keys.size() < rules.maxKeys()
          ? null
          : full(answer, "it remembers %d idempotency keys already".formatted(rules.maxKeys()));
    }
    if (!stored.key().body().equals(key.body())) {
      return answer.outcome(
          OutcomeCode.KEY_REUSED,
          stored.job(),
          "the idempotency key was used for %s, with another body"
              .formatted(stored.job() == null ? "a job that was refused" : "job " + stored.job()));
    }
    if (stored.refusal() == null) {
      return answer.outcome(OutcomeCode.REPEATED, stored.job(), "");
    }
    // What was refused here so that another cell could be asked may come back to wait.
    return submit.mayWait()
        ? null
        : answer.outcome(stored.refusal().code(), null, stored.refusal().detail());
  }

  /// What would be wrong in every cell.
  private static @Nullable Outcome wrong(CellState state, Answer answer, SubmitJob submit) {
    JobSpec spec = submit.spec();
    if (!submit.job().cell().equals(state.cell())) {
      return answer.outcome(
          OutcomeCode.REJECTED,
          null,
          "job %s does not belong to cell %s".formatted(submit.job(), state.cell()));
    }
    if (state.jobs.containsKey(submit.job())) {
      return answer.outcome(
          OutcomeCode.WRONG_STATE, submit.job(), "job %s exists".formatted(submit.job()));
    }
    JobId namesake = state.names.get(CellState.fullName(spec));
    if (spec.name() != null && namesake != null) {
      return answer.outcome(
          OutcomeCode.NAME_TAKEN,
          namesake,
          "job %s has the name \"%s\" in namespace %s; remove it or choose another name"
              .formatted(namesake, spec.name(), spec.namespace()));
    }
    return null;
  }

  /// Why it is not taken on in this cell, while another one may.
  private @Nullable Outcome elsewhere(CellState state, Answer answer, SubmitJob submit, long at) {
    JobSpec spec = submit.spec();
    if (state.vmCount + spec.count() > rules.maxVms()) {
      return full(answer, "it holds %d VMs of at most %d".formatted(state.vmCount, rules.maxVms()));
    }
    String neverFits = neverFits(state, spec);
    if (neverFits != null) {
      return answer.outcome(OutcomeCode.NEVER_FITS, null, neverFits);
    }
    NamespaceEntry namespace = state.namespaces.get(spec.namespace());
    Resources need = needOf(spec);
    if (namespace != null && !namespace.allows(need)) {
      return answer.outcome(OutcomeCode.QUOTA_EXCEEDED, null, overQuota(namespace, need));
    }
    String noRoom = submit.mayWait() ? null : noRoom(state, submit, at);
    return noRoom == null ? null : answer.outcome(OutcomeCode.NO_ROOM, null, noRoom);
  }

  private static @Nullable String noRoom(CellState state, SubmitJob submit, long at) {
    JobSpec spec = submit.spec();
    int wanted = Math.min(spec.count(), spec.atOnce());
    state.fleet.job(submit.job(), spec);
    try (Trial trial = state.fleet.trial(at)) {
      VmRequest request = state.request(submit.job(), spec, at);
      int fitting = 0;
      while (fitting < wanted && trial.place(request, null) != null) {
        fitting++;
      }
      return fitting == wanted
          ? null
          : "%d of %d VMs fit right now: %s"
              .formatted(fitting, wanted, trial.explain(request).sentence());
    } finally {
      state.fleet.forgetJob(submit.job());
    }
  }

  /// What a job holds at most at the same time.
  static Resources needOf(JobSpec spec) {
    return spec.vm().resources().times(Math.min(spec.count(), spec.atOnce()));
  }

  static String overQuota(NamespaceEntry namespace, Resources need) {
    return "namespace %s may hold %s; it holds %s, and this needs %s"
        .formatted(
            namespace.name,
            words(Objects.requireNonNull(namespace.quota.limit())),
            words(namespace.used),
            words(need));
  }

  private static Outcome full(Answer answer, String why) {
    return answer.outcome(OutcomeCode.CELL_FULL, null, "the cell is full: " + why);
  }

  /// Refused when no host could take one of its VMs even if it were empty. Labels do not count
  /// here: a host that has them may join at any time, as one that is large enough hardly does.
  static @Nullable String neverFits(CellState state, JobSpec spec) {
    Resources need = spec.vm().resources();
    if (state.hosts.isEmpty()) {
      return null;
    }
    Resources most = Resources.NONE;
    for (HostEntry entry : state.hosts.values()) {
      Resources all = entry.host.facts().promisable();
      if (need.fitsIn(all)) {
        return null;
      }
      most = most.most(all);
    }
    return ("a VM needs %s; none of the %d hosts has that much even when empty "
            + "(the most that any has: %s); ask for less, or add a larger host")
        .formatted(words(need), state.hosts.size(), words(most));
  }

  private static String words(Resources r) {
    return "%s CPUs, %d MiB memory, %d MiB disk"
        .formatted(cpus(r.milliCpu()), r.memoryMib(), r.diskMib());
  }

  private static String cpus(long milli) {
    return milli % 1000 == 0
        ? Long.toString(milli / 1000)
        : new BigDecimal(milli).movePointLeft(3).stripTrailingZeros().toPlainString();
  }
}

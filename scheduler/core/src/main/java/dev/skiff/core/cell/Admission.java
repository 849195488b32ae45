package dev.skiff.core.cell;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.JobAdmitted;
import dev.skiff.contracts.log.CellEvent.Outcome;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request.SubmitJob;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.StoredKey;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a new job is taken on. It is then taken on whole; placing its VMs is another step.
final class Admission {
  private final CellRules rules;

  Admission(CellRules rules) {
    this.rules = rules;
  }

  List<CellEvent> submit(CellState state, long offset, SubmitJob submit, long at) {
    Outcome refusal = refusal(state, offset, submit);
    if (refusal != null) {
      return List.of(refusal);
    }
    return List.of(
        new JobAdmitted(
            submit.job(),
            offset,
            submit.spec(),
            submit.held(),
            submit.idempotency(),
            submit.submittedAt()),
        new Outcome(offset, OutcomeCode.DONE, submit.job(), ""));
  }

  private @Nullable Outcome refusal(CellState state, long offset, SubmitJob submit) {
    IdempotencyKey key = submit.idempotency();
    if (key != null) {
      StoredKey stored = state.keys.get(key.key());
      if (stored != null) {
        return stored.key().body().equals(key.body())
            ? new Outcome(offset, OutcomeCode.REPEATED, stored.job(), "")
            : new Outcome(
                offset,
                OutcomeCode.KEY_REUSED,
                stored.job(),
                "the idempotency key was used for job %s, with another body"
                    .formatted(stored.job()));
      }
      if (state.keys.size() >= rules.maxKeys()) {
        return full(offset, "it remembers %d idempotency keys already".formatted(rules.maxKeys()));
      }
    }
    JobSpec spec = submit.spec();
    if (!submit.job().cell().equals(state.cell())) {
      return new Outcome(
          offset,
          OutcomeCode.REJECTED,
          null,
          "job %s does not belong to cell %s".formatted(submit.job(), state.cell()));
    }
    if (state.jobs.containsKey(submit.job())) {
      return new Outcome(
          offset, OutcomeCode.WRONG_STATE, submit.job(), "job %s exists".formatted(submit.job()));
    }
    JobId namesake = state.names.get(spec.namespace() + "/" + spec.name());
    if (spec.name() != null && namesake != null) {
      return new Outcome(
          offset,
          OutcomeCode.NAME_TAKEN,
          namesake,
          "job %s has the name \"%s\" in namespace %s; remove it or choose another name"
              .formatted(namesake, spec.name(), spec.namespace()));
    }
    if (state.vmCount + spec.count() > rules.maxVms()) {
      return full(offset, "it holds %d VMs of at most %d".formatted(state.vmCount, rules.maxVms()));
    }
    return neverFits(state, offset, spec);
  }

  private static Outcome full(long offset, String why) {
    return new Outcome(offset, OutcomeCode.CELL_FULL, null, "the cell is full: " + why);
  }

  /// Refused when no host could take one of its VMs even if it were empty. Labels do not count
  /// here: a host that has them may join at any time, as one that is large enough hardly does.
  private static @Nullable Outcome neverFits(CellState state, long offset, JobSpec spec) {
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
      most =
          new Resources(
              Math.max(most.milliCpu(), all.milliCpu()),
              Math.max(most.memoryMib(), all.memoryMib()),
              Math.max(most.diskMib(), all.diskMib()),
              Math.max(most.slots(), all.slots()));
    }
    return new Outcome(
        offset,
        OutcomeCode.NEVER_FITS,
        null,
        ("a VM needs %s; none of the %d hosts has that much even when empty "
                + "(the most that any has: %s); ask for less, or add a larger host")
            .formatted(words(need), state.hosts.size(), words(most)));
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

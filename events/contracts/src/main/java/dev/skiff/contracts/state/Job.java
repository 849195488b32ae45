package dev.skiff.contracts.state;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.VmSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job as the cell's log has it.
///
/// @param id which
/// @param sequence order of arrival in its cell
/// @param generation of the spec: 1, and one more with each update
/// @param vmGeneration the generation in which what its VMs are last changed
/// @param spec what was asked for
/// @param older specs of earlier generations in which some of its VMs still are, oldest first
/// @param status where it is
/// @param counts its VMs by phase
/// @param calledOff why it was called off; null when it was not
/// @param failures ends of its VMs in failure
/// @param removedIncarnation the highest incarnation of a VM that was removed: one that takes its
///   index begins after it, so that the two are never taken for each other
/// @param waiting why VMs of it last found no host; null when none waits for one
/// @param submitted when the gateway took it, microseconds since the epoch
/// @param accepted when the owner admitted it, microseconds since the epoch
/// @param finished when the last of its VMs ended; 0 while that is not so
/// @param changed last change, microseconds since the epoch
public record Job(
    JobId id,
    long sequence,
    int generation,
    int vmGeneration,
    JobSpec spec,
    List<Older> older,
    JobStatus status,
    VmCounts counts,
    @Nullable CallOff calledOff,
    int failures,
    int removedIncarnation,
    @Nullable Explanation waiting,
    long submitted,
    long accepted,
    long finished,
    long changed) {
  /// Generations of which VMs may be left; a service that has so many is not updated again.
  public static final int MOST_OLDER = 8;

  /// What the VMs of an earlier generation are.
  public record Older(int generation, VmSpec vm) {}

  public Job {
    older = List.copyOf(older);
  }

  /// A job that was just taken on.
  public static Job admitted(JobId id, long sequence, JobSpec spec, long submitted, long at) {
    return new Job(
        id,
        sequence,
        1,
        1,
        spec,
        List.of(),
        JobStatus.ACTIVE,
        VmCounts.NONE,
        null,
        0,
        0,
        null,
        submitted,
        at,
        0,
        at);
  }

  /// What the VMs of a generation are.
  ///
  /// @throws IllegalStateException when nothing is known of that generation any more
  public VmSpec vmSpec(int ofGeneration) {
    if (ofGeneration == vmGeneration) {
      return spec.vm();
    }
    for (Older one : older) {
      if (one.generation() == ofGeneration) {
        return one.vm();
      }
    }
    throw new IllegalStateException(
        "%s: generation %d is unknown (current: %d)".formatted(id, ofGeneration, vmGeneration));
  }

  public boolean isCalledOff() {
    return calledOff != null;
  }

  /// The same with other counts; its status follows from them.
  ///
  /// @throws IllegalStateException when the table of [JobStatus] does not allow the step
  public Job counting(VmCounts now, @Nullable CallOff why, int nowFailures, long at) {
    JobStatus next = JobStatus.of(now, why, spec.isService());
    if (next != status && !status.next().contains(next)) {
      throw new IllegalStateException(
          "%s cannot become %s: it is %s with %s, which may become %s"
              .formatted(id, next, status, counts, status.next()));
    }
    return new Job(
        id,
        sequence,
        generation,
        vmGeneration,
        spec,
        older,
        next,
        now,
        why,
        nowFailures,
        removedIncarnation,
        now.pending() == 0 ? null : waiting,
        submitted,
        accepted,
        next.isFinal() ? (status.isFinal() ? finished : at) : 0,
        at);
  }

  /// The same with another reason to wait.
  public Job waitingFor(Explanation why, long at) {
    return new Job(
        id,
        sequence,
        generation,
        vmGeneration,
        spec,
        older,
        status,
        counts,
        calledOff,
        failures,
        removedIncarnation,
        why,
        submitted,
        accepted,
        finished,
        at);
  }

  /// The same with another spec. Where what its VMs are has changed, those that have a host keep
  /// what they are until they are replaced.
  public Job updated(int newGeneration, JobSpec newSpec, long at) {
    boolean same = newSpec.vm().equals(spec.vm());
    List<Older> all = new ArrayList<>(older);
    if (!same) {
      all.add(new Older(vmGeneration, spec.vm()));
    }
    return in(newGeneration, same ? vmGeneration : newGeneration, newSpec, all, at);
  }

  /// The same without the earlier generations of which no VM is left.
  public Job withOlder(List<Older> left, long at) {
    return in(generation, vmGeneration, spec, left, at);
  }

  private Job in(
      int newGeneration, int newVmGeneration, JobSpec newSpec, List<Older> left, long at) {
    return new Job(
        id,
        sequence,
        newGeneration,
        newVmGeneration,
        newSpec,
        left,
        status,
        counts,
        calledOff,
        failures,
        removedIncarnation,
        waiting,
        submitted,
        accepted,
        finished,
        at);
  }

  /// The same after a VM in this incarnation was removed.
  public Job withRemoved(int incarnation) {
    return new Job(
        id,
        sequence,
        generation,
        vmGeneration,
        spec,
        older,
        status,
        counts,
        calledOff,
        failures,
        Math.max(removedIncarnation, incarnation),
        waiting,
        submitted,
        accepted,
        finished,
        changed);
  }

  /// Why one of its VMs waits, a sentence.
  public String whyWaits(Vm vm) {
    if (vm.status() == VmStatus.CREATED) {
      return "waits to be started";
    }
    if (vm.reason() != null) {
      return vm.reason();
    }
    if (vm.nominated() != null) {
      return "waits for VMs of lower priority to end on host " + vm.nominated();
    }
    if (counts.onHosts() >= spec.atOnce()) {
      return "waits for its turn: at most %d of its job's VMs run at the same time"
          .formatted(spec.atOnce());
    }
    return waiting == null ? "is about to be placed" : waiting.sentence();
  }
}

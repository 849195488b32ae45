package dev.skiff.core.cell;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.JobKind;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.UpdatePolicy;
import dev.skiff.contracts.spec.VmSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A job's spec that a test changes in one place at a time.
record Specs(JobSpec spec) {
  static VmSpec vm(long milliCpu, long memoryMib) {
    return vm("skiff/busybox", milliCpu, memoryMib);
  }

  static VmSpec vm(String image, long milliCpu, long memoryMib) {
    return new VmSpec(
        image,
        List.of("true"),
        Map.of(),
        null,
        null,
        false,
        false,
        new Resources(milliCpu, memoryMib, 10, 1));
  }

  /// VMs of one CPU and a GiB.
  static Specs of(int count) {
    return new Specs(CellHarness.job(count));
  }

  static Specs service(int count) {
    return of(count).kind(JobKind.SERVICE);
  }

  private Specs kind(JobKind kind) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            kind,
            s.name(),
            s.namespace(),
            s.labels(),
            s.count(),
            s.parallelism(),
            s.restart(),
            s.backoffLimit(),
            s.activeDeadlineSeconds(),
            s.ttlSecondsAfterFinished(),
            s.exclusive(),
            s.vm(),
            s.placement(),
            s.update()));
  }

  Specs named(@Nullable String name) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            name,
            s.namespace(),
            s.labels(),
            s.count(),
            s.parallelism(),
            s.restart(),
            s.backoffLimit(),
            s.activeDeadlineSeconds(),
            s.ttlSecondsAfterFinished(),
            s.exclusive(),
            s.vm(),
            s.placement(),
            s.update()));
  }

  Specs in(String namespace) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            s.name(),
            namespace,
            s.labels(),
            s.count(),
            s.parallelism(),
            s.restart(),
            s.backoffLimit(),
            s.activeDeadlineSeconds(),
            s.ttlSecondsAfterFinished(),
            s.exclusive(),
            s.vm(),
            s.placement(),
            s.update()));
  }

  Specs count(int count) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            s.name(),
            s.namespace(),
            s.labels(),
            count,
            s.parallelism(),
            s.restart(),
            s.backoffLimit(),
            s.activeDeadlineSeconds(),
            s.ttlSecondsAfterFinished(),
            s.exclusive(),
            s.vm(),
            s.placement(),
            s.update()));
  }

  Specs atOnce(int parallelism) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            s.name(),
            s.namespace(),
            s.labels(),
            s.count(),
            Integer.valueOf(parallelism),
            s.restart(),
            s.backoffLimit(),
            s.activeDeadlineSeconds(),
            s.ttlSecondsAfterFinished(),
            s.exclusive(),
            s.vm(),
            s.placement(),
            s.update()));
  }

  Specs restarted(RestartPolicy restart) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            s.name(),
            s.namespace(),
            s.labels(),
            s.count(),
            s.parallelism(),
            restart,
            s.backoffLimit(),
            s.activeDeadlineSeconds(),
            s.ttlSecondsAfterFinished(),
            s.exclusive(),
            s.vm(),
            s.placement(),
            s.update()));
  }

  Specs failingAtMost(int backoffLimit) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            s.name(),
            s.namespace(),
            s.labels(),
            s.count(),
            s.parallelism(),
            s.restart(),
            Integer.valueOf(backoffLimit),
            s.activeDeadlineSeconds(),
            s.ttlSecondsAfterFinished(),
            s.exclusive(),
            s.vm(),
            s.placement(),
            s.update()));
  }

  Specs activeFor(long seconds) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            s.name(),
            s.namespace(),
            s.labels(),
            s.count(),
            s.parallelism(),
            s.restart(),
            s.backoffLimit(),
            Long.valueOf(seconds),
            s.ttlSecondsAfterFinished(),
            s.exclusive(),
            s.vm(),
            s.placement(),
            s.update()));
  }

  Specs removedAfter(@Nullable Long seconds) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            s.name(),
            s.namespace(),
            s.labels(),
            s.count(),
            s.parallelism(),
            s.restart(),
            s.backoffLimit(),
            s.activeDeadlineSeconds(),
            seconds,
            s.exclusive(),
            s.vm(),
            s.placement(),
            s.update()));
  }

  Specs exclusive() {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            s.name(),
            s.namespace(),
            s.labels(),
            s.count(),
            s.parallelism(),
            s.restart(),
            s.backoffLimit(),
            s.activeDeadlineSeconds(),
            s.ttlSecondsAfterFinished(),
            true,
            s.vm(),
            s.placement(),
            s.update()));
  }

  Specs vm(VmSpec vm) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            s.name(),
            s.namespace(),
            s.labels(),
            s.count(),
            s.parallelism(),
            s.restart(),
            s.backoffLimit(),
            s.activeDeadlineSeconds(),
            s.ttlSecondsAfterFinished(),
            s.exclusive(),
            vm,
            s.placement(),
            s.update()));
  }

  Specs placed(PlacementSpec placement) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            s.name(),
            s.namespace(),
            s.labels(),
            s.count(),
            s.parallelism(),
            s.restart(),
            s.backoffLimit(),
            s.activeDeadlineSeconds(),
            s.ttlSecondsAfterFinished(),
            s.exclusive(),
            s.vm(),
            placement,
            s.update()));
  }

  Specs updated(int maxSurge, int maxUnavailable) {
    JobSpec s = spec;
    return new Specs(
        new JobSpec(
            s.kind(),
            s.name(),
            s.namespace(),
            s.labels(),
            s.count(),
            s.parallelism(),
            s.restart(),
            s.backoffLimit(),
            s.activeDeadlineSeconds(),
            s.ttlSecondsAfterFinished(),
            s.exclusive(),
            s.vm(),
            s.placement(),
            new UpdatePolicy(maxSurge, maxUnavailable)));
  }

  Specs onFailure(int attempts) {
    return restarted(new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, attempts));
  }

  Specs image(String image) {
    return vm(vm(image, spec.vm().resources().milliCpu(), spec.vm().resources().memoryMib()));
  }

  Specs sized(long milliCpu, long memoryMib) {
    return vm(vm(spec.vm().image(), milliCpu, memoryMib));
  }

  Specs constrained(List<Selector> constraints) {
    return placed(spec.placement().withConstraints(constraints));
  }

  Specs priority(int priority) {
    return placed(spec.placement().withPriority(priority));
  }
}

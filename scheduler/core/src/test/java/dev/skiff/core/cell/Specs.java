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
import java.util.function.Consumer;
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
    return of(count).with(draft -> draft.kind = JobKind.SERVICE);
  }

  Specs named(@Nullable String name) {
    return with(draft -> draft.name = name);
  }

  Specs in(String namespace) {
    return with(draft -> draft.namespace = namespace);
  }

  Specs count(int count) {
    return with(draft -> draft.count = count);
  }

  Specs atOnce(int parallelism) {
    return with(draft -> draft.parallelism = parallelism);
  }

  Specs restarted(RestartPolicy restart) {
    return with(draft -> draft.restart = restart);
  }

  Specs onFailure(int attempts) {
    return restarted(new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, attempts));
  }

  Specs failingAtMost(int backoffLimit) {
    return with(draft -> draft.backoffLimit = backoffLimit);
  }

  Specs activeFor(long seconds) {
    return with(draft -> draft.activeDeadlineSeconds = seconds);
  }

  Specs removedAfter(@Nullable Long seconds) {
    return with(draft -> draft.ttlSecondsAfterFinished = seconds);
  }

  Specs exclusive() {
    return with(draft -> draft.exclusive = true);
  }

  Specs vm(VmSpec vm) {
    return with(draft -> draft.vm = vm);
  }

  Specs image(String image) {
    return vm(vm(image, spec.vm().resources().milliCpu(), spec.vm().resources().memoryMib()));
  }

  Specs sized(long milliCpu, long memoryMib) {
    return vm(vm(spec.vm().image(), milliCpu, memoryMib));
  }

  Specs placed(PlacementSpec placement) {
    return with(draft -> draft.placement = placement);
  }

  Specs constrained(List<Selector> constraints) {
    return placed(spec.placement().withConstraints(constraints));
  }

  Specs priority(int priority) {
    return placed(spec.placement().withPriority(priority));
  }

  Specs updated(int maxSurge, int maxUnavailable) {
    return with(draft -> draft.update = new UpdatePolicy(maxSurge, maxUnavailable));
  }

  private Specs with(Consumer<Draft> change) {
    Draft draft = new Draft(spec);
    change.accept(draft);
    return new Specs(draft.toSpec());
  }

  /// A spec in the making.
  private static final class Draft {
    private final Map<String, String> labels;
    private JobKind kind;
    private @Nullable String name;
    private String namespace;
    private int count;
    private @Nullable Integer parallelism;
    private RestartPolicy restart;
    private @Nullable Integer backoffLimit;
    private @Nullable Long activeDeadlineSeconds;
    private @Nullable Long ttlSecondsAfterFinished;
    private boolean exclusive;
    private VmSpec vm;
    private PlacementSpec placement;
    private UpdatePolicy update;

    Draft(JobSpec spec) {
      kind = spec.kind();
      name = spec.name();
      namespace = spec.namespace();
      labels = spec.labels();
      count = spec.count();
      parallelism = spec.parallelism();
      restart = spec.restart();
      backoffLimit = spec.backoffLimit();
      activeDeadlineSeconds = spec.activeDeadlineSeconds();
      ttlSecondsAfterFinished = spec.ttlSecondsAfterFinished();
      exclusive = spec.exclusive();
      vm = spec.vm();
      placement = spec.placement();
      update = spec.update();
    }

    JobSpec toSpec() {
      return new JobSpec(
          kind,
          name,
          namespace,
          labels,
          count,
          parallelism,
          restart,
          backoffLimit,
          activeDeadlineSeconds,
          ttlSecondsAfterFinished,
          exclusive,
          vm,
          placement,
          update);
    }
  }
}

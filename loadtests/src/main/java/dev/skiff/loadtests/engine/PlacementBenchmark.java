package dev.skiff.loadtests.engine;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.core.placement.Trial;
import dev.skiff.core.placement.VmRequest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Decisions of the placement engine with 10,000 hosts that are 80 % full, on one thread. A
/// decision is a VM that gets a host and one that leaves.
@BenchmarkMode(Mode.Throughput)
public class PlacementBenchmark {
  static final int HOSTS = 10_000;
  private static final int BATCH = 64;

  @State(Scope.Thread)
  public static class Plain {
    final BusyFleet busy = BusyFleet.plain(HOSTS);
  }

  @State(Scope.Thread)
  public static class Constrained {
    final BusyFleet busy = BusyFleet.constrained(HOSTS);
  }

  /// A VM that fits nowhere now.
  @State(Scope.Thread)
  public static class Waiting {
    final BusyFleet busy = BusyFleet.plain(HOSTS);
    final VmRequest request = tooLarge();

    private static VmRequest tooLarge() {
      JobSpec spec = Workload.job(0, PlacementSpec.ANYWHERE);
      return new VmRequest(
          new Resources(64_000, 176 * 1024, 0, 1),
          spec.vm().image(),
          spec.namespace(),
          new JobId("j0-waiting"),
          Workload.constrained(0),
          0);
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int plain(Plain state) {
    return state.busy.replace(BATCH);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int constrained(Constrained state) {
    return state.busy.replace(BATCH);
  }

  @Benchmark
  public Explanation explain(Waiting state) {
    try (Trial trial = state.busy.fleet.trial(0)) {
      return trial.explain(state.request);
    }
  }
}

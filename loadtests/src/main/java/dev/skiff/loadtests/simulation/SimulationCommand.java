package dev.skiff.loadtests.simulation;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs seeds of the [Simulation]; a failing one prints its trace.
@Command(
    name = "simulation",
    mixinStandardHelpOptions = true,
    description = "Simulated histories of a fleet with faults, each checked; no real time passes.")
public final class SimulationCommand implements Callable<Integer> {
  @Option(names = "--seed", description = "only this one")
  private @Nullable Long seed;

  @Option(names = "--trace", description = "with --seed: print all that happens")
  private boolean trace;

  @Option(names = "--from", description = "first seed (${DEFAULT-VALUE})")
  private long from = 1;

  @Option(names = "--seeds", description = "how many (${DEFAULT-VALUE})")
  private long seeds = 2_000;

  @Override
  public Integer call() {
    if (seed != null && trace) {
      Simulation.Result result = Simulation.trace(seed);
      System.out.printf("%s%n", result);
      return 0;
    }
    long first = seed == null ? from : seed;
    long count = seed == null ? seeds : 1;
    long began = System.nanoTime();
    LongAdder claims = new LongAdder();
    LongAdder requests = new LongAdder();
    LongAdder started = new LongAdder();
    Coverage coverage = new Coverage();
    LongStream.range(first, first + count)
        .parallel()
        .mapToObj(Simulation::run)
        .forEach(result -> {
          claims.add(result.claims());
          requests.add(result.requests());
          started.add(result.started());
          synchronized (coverage) {
            coverage.add(result.coverage());
          }
        });
    System.out.printf(
        Locale.ROOT,
        "%d seeds from %d: %d requests, %d VMs started, %d claims, 0 violations in %.1f s%n",
        count,
        first,
        requests.sum(),
        started.sum(),
        claims.sum(),
        (System.nanoTime() - began) / 1e9);
    if (!coverage.missing().isEmpty()) {
      System.out.printf("not met: %s%n", coverage.missing());
    }
    return 0;
  }
}

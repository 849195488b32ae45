package dev.skiff.loadtests.simulation;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs seeds of the [Simulation]; a failing one prints its trace.
@Command(
    name = "simulation",
    mixinStandardHelpOptions = true,
    description = "Simulated histories of a cell with faults, each checked; no real time passes.")
public final class SimulationCommand implements Callable<Integer> {
  @Option(names = "--from", description = "first seed (${DEFAULT-VALUE})")
  private long from = 1;

  @Option(names = "--seeds", description = "how many (${DEFAULT-VALUE})")
  private long seeds = 200;

  @Override
  public Integer call() {
    long began = System.nanoTime();
    LongAdder claims = new LongAdder();
    LongAdder requests = new LongAdder();
    LongAdder started = new LongAdder();
    LongStream.range(from, from + seeds)
        .parallel()
        .mapToObj(Simulation::run)
        .forEach(result -> {
          claims.add(result.claims());
          requests.add(result.requests());
          started.add(result.started());
        });
    System.out.printf(
        "%d seeds from %d: %d requests, %d VMs started, %d claims, 0 violations in %.1f s%n",
        seeds,
        from,
        requests.sum(),
        started.sum(),
        claims.sum(),
        (System.nanoTime() - began) / 1e9);
    return 0;
  }
}

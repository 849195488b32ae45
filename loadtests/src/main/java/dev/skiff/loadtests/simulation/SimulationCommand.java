package dev.skiff.loadtests.simulation;

import dev.skiff.loadtests.results.Figure;
import dev.skiff.loadtests.results.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
  private static final int SHOWN = 3;

  @Option(names = "--seed", description = "only this one")
  private @Nullable Long seed;

  @Option(names = "--trace", description = "with --seed: print all that happens")
  private boolean trace;

  @Option(names = "--from", description = "first seed (${DEFAULT-VALUE})")
  private long from = 1;

  @Option(names = "--seeds", description = "how many (${DEFAULT-VALUE})")
  private long seeds = 2_000;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (trace && seed != null) {
      System.out.println(Simulation.trace(seed));
      return 0;
    }
    return seed == null ? run(from, seeds) : run(seed, 1);
  }

  private static int run(long first, long count) throws IOException, InterruptedException {
    long began = System.nanoTime();
    LongAdder requests = new LongAdder();
    LongAdder started = new LongAdder();
    LongAdder claims = new LongAdder();
    LongAdder violations = new LongAdder();
    Coverage coverage = new Coverage();
    LongStream.range(first, first + count)
        .parallel()
        .forEach(one -> {
          try {
            Simulation.Result result = Simulation.run(one);
            requests.add(result.requests());
            started.add(result.started());
            claims.add(result.claims());
            synchronized (coverage) {
              coverage.add(result.coverage());
            }
          } catch (InvariantViolation violation) {
            violations.increment();
            if (violations.sum() <= SHOWN) {
              System.err.println(violation.getMessage());
            }
          }
        });
    double seconds = (System.nanoTime() - began) / 1e9;
    boolean whole = count >= 2_000;
    Path tree = Path.of(System.getProperty("skiff.root", "."));
    Report.of(
            tree,
            "simulation",
            "loadtests/run simulation --from %d --seeds %d".formatted(first, count),
            List.of(
                Figure.atMost("violations", violations.doubleValue(), "seeds", 0),
                whole
                    ? Figure.atMost("2,000 seeds", seconds * 2_000 / count, "s", 60)
                    : Figure.of("time", seconds, "s"),
                Figure.of("requests", requests.doubleValue(), ""),
                Figure.of("VMs that ran", started.doubleValue(), ""),
                Figure.of("claims in force", claims.doubleValue(), "")))
        .publish(tree);
    if (whole && !coverage.missing().isEmpty()) {
      System.out.println("not met: " + coverage.missing());
    }
    return violations.sum() == 0 ? 0 : 1;
  }
}

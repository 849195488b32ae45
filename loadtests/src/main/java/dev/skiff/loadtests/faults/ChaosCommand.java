package dev.skiff.loadtests.faults;

import dev.skiff.loadtests.deployment.DeploymentPlan;
import dev.skiff.loadtests.results.Figure;
import dev.skiff.loadtests.results.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Row 8 of the targets.
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = "Seeded faults against real processes under load, then the offline checker.")
public final class ChaosCommand implements Callable<Integer> {
  private static final int PER_JOB = 10;
  private static final int LIFE_SECONDS = 5;

  @Option(names = "--faults", description = "how many (${DEFAULT-VALUE})")
  private int faults = 100;

  @Option(names = "--rate", description = "VMs a second (${DEFAULT-VALUE})")
  private int rate = 3_000;

  @Option(names = "--seed", description = "of the faults (${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(names = "--hosts", description = "simulated (${DEFAULT-VALUE})")
  private int hosts = 500;

  @Option(names = "--cells", description = "of the fleet (${DEFAULT-VALUE})")
  private int cells = 1;

  @Option(names = "--pause", description = "milliseconds between faults (${DEFAULT-VALUE})")
  private int pauseMillis = 1_500;

  @Option(names = "--quick", description = "8 faults, 1,000 VMs a second, 100 hosts")
  private boolean quick;

  @Override
  public Integer call() throws Exception {
    if (quick) {
      faults = 8;
      rate = 1_000;
      hosts = 100;
    }
    Path tree = Path.of(System.getProperty("skiff.root", "."));
    // One command in a hundred fails by itself.
    DeploymentPlan plan =
        new DeploymentPlan(cells, 3, 2, hosts, List.of())
            .withFleetOptions("--fail-share", "0.01", "--seed", Long.toString(seed));
    SplittableRandom random = new SplittableRandom(seed);
    List<Fault> schedule = schedule(random);
    Map<Fault, Integer> made = new EnumMap<>(Fault.class);
    List<Long> gaps = new ArrayList<>();
    System.err.printf("seed %d: %d faults%n", seed, faults);
    try (FaultRun run = FaultRun.start(plan, new FaultRun.Settings(rate, PER_JOB, LIFE_SECONDS))) {
      long began = System.nanoTime();
      FaultMaker maker = new FaultMaker(run, random);
      for (int i = 0; i < faults; i++) {
        Fault fault = schedule.get(i);
        System.err.printf(
            Locale.ROOT,
            "%3d of %d, %.0f s: %s (%s)%n",
            i + 1,
            faults,
            (System.nanoTime() - began) / 1e9,
            fault,
            run.counts());
        made.merge(fault, 1, Integer::sum);
        maker.make(fault);
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
        gaps.add(run.owners().takeLongestGap());
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      long placed = run.counts().assigned();
      Verdict verdict = run.settle();
      if (!verdict.isClean()) {
        System.err.println(verdict.said());
      }
      Report.of(tree, "chaos", command(), figures(run, made, gaps, placed / seconds, verdict))
          .publish(tree);
      return verdict.isClean() ? 0 : 1;
    }
  }

  /// Rounds of all kinds, each in another order.
  private List<Fault> schedule(SplittableRandom random) {
    List<Fault> schedule = new ArrayList<>();
    while (schedule.size() < faults) {
      List<Fault> round = new ArrayList<>(EnumSet.allOf(Fault.class));
      Collections.shuffle(round, random);
      schedule.addAll(round);
    }
    return schedule;
  }

  private List<Figure> figures(
      FaultRun run, Map<Fault, Integer> made, List<Long> gaps, double rateSeen, Verdict verdict) {
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of("faults", faults, ""));
    made.forEach((fault, count) ->
        figures.add(
            Figure.of("  " + fault.name().toLowerCase(Locale.ROOT).replace('_', ' '), count, "")));
    figures.add(Figure.of("VMs", (double) run.counts().vms(), ""));
    figures.add(Figure.of("VMs placed, faults included", rateSeen, "VMs/s"));
    figures.add(Figure.of("jobs acknowledged", (double) run.load().answered(), ""));
    figures.add(Figure.of("submits repeated", (double) run.load().repeats(), ""));
    figures.add(Figure.of("jobs left out, too many unanswered", (double) run.load().leftOut(), ""));
    figures.add(
        Figure.of(
            "longest time without a placement",
            gaps.stream().mapToLong(Long::longValue).max().orElse(0) / 1_000.0,
            "s"));
    figures.add(
        Figure.of(
            "faults with more than 1 s without",
            (double) gaps.stream().filter(gap -> gap > 1_000).count(),
            ""));
    figures.addAll(verdict.figures());
    return figures;
  }

  private String command() {
    return "loadtests/run chaos --faults %d --rate %d --seed %d --hosts %d --cells %d"
        .formatted(faults, rate, seed, hosts, cells);
  }
}

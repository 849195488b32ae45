package dev.skiff.loadtests.faults;

import dev.skiff.contracts.CellId;
import dev.skiff.loadtests.deployment.Deployment;
import dev.skiff.loadtests.deployment.DeploymentPlan;
import dev.skiff.loadtests.results.Figure;
import dev.skiff.loadtests.results.Percentiles;
import dev.skiff.loadtests.results.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Row 7 of the targets.
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description = "Kills the owner of a cell under load: how long nobody places VMs.")
public final class FailoverCommand implements Callable<Integer> {
  private static final CellId CELL = new CellId(0);
  private static final int PER_JOB = 5;
  private static final int LIFE_SECONDS = 10;

  @Option(names = "--kills", description = "how often (${DEFAULT-VALUE})")
  private int kills = 20;

  @Option(names = "--rate", description = "VMs a second (${DEFAULT-VALUE})")
  private int rate = 750;

  @Option(names = "--hosts", description = "simulated (${DEFAULT-VALUE})")
  private int hosts = 1_000;

  @Option(names = "--pause", description = "seconds between kills (${DEFAULT-VALUE})")
  private int pause = 5;

  @Option(names = "--quick", description = "3 kills, 200 hosts")
  private boolean quick;

  @Override
  public Integer call() throws Exception {
    if (quick) {
      kills = 3;
      hosts = 200;
    }
    Path tree = Path.of(System.getProperty("skiff.root", "."));
    DeploymentPlan plan = new DeploymentPlan(1, 3, 1, hosts, List.of());
    List<Double> sinceKill = new ArrayList<>();
    List<Double> between = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    try (FaultRun run = FaultRun.start(plan, new FaultRun.Settings(rate, PER_JOB, LIFE_SECONDS))) {
      TimeUnit.SECONDS.sleep(pause);
      for (int i = 0; i < kills; i++) {
        kill(run, sinceKill, between);
        TimeUnit.SECONDS.sleep(pause);
      }
      Percentiles gaps = new Percentiles(sinceKill);
      figures.add(Figure.of("kills of the owner", kills, ""));
      figures.add(Figure.of("kill to next placement, p50", gaps.at(50), "ms"));
      figures.add(Figure.atMost("kill to next placement, p99", gaps.at(99), "ms", 1_000));
      figures.add(Figure.of("kill to next placement, max", gaps.at(100), "ms"));
      figures.add(Figure.of("between placements, p99", new Percentiles(between).at(99), "ms"));
      Verdict verdict = run.settle();
      figures.add(Figure.of("jobs acknowledged", (double) run.load().answered(), ""));
      figures.add(Figure.of("submits repeated", (double) run.load().repeats(), ""));
      figures.add(Figure.of("VMs", (double) run.counts().vms(), ""));
      figures.addAll(verdict.figures());
      if (!verdict.isClean()) {
        System.err.println(verdict.said());
      }
      Report.of(
              tree,
              "failover",
              "loadtests/run failover --kills %d --rate %d --hosts %d"
                  .formatted(kills, rate, hosts),
              figures)
          .publish(tree);
      return verdict.isClean() ? 0 : 1;
    }
  }

  private static void kill(FaultRun run, List<Double> sinceKill, List<Double> between)
      throws Exception {
    int owner = run.ownerOf(CELL);
    Owners.Ownership before = run.owners().of(CELL);
    long claim = before == null ? -1 : before.claim();
    long killed = System.currentTimeMillis();
    run.deployment().child(Deployment.schedulerName(owner)).kill();
    Owners.Ownership after = run.awaitPlacementsAfter(CELL, claim);
    sinceKill.add((double) (after.first() - killed));
    between.add((double) (after.first() - after.lastBefore()));
    System.err.printf(
        "killed %s: %s placed after %d ms%n",
        Deployment.schedulerName(owner), after.scheduler(), after.first() - killed);
    run.deployment().launchScheduler(owner);
    run.deployment().awaitRunning(Deployment.schedulerName(owner));
  }
}

package dev.skiff.loadtests.latency;

import dev.skiff.loadtests.client.JobClient;
import dev.skiff.loadtests.client.Manifests;
import dev.skiff.loadtests.client.Manifests.Size;
import dev.skiff.loadtests.client.SteadySubmitter;
import dev.skiff.loadtests.deployment.Deployment;
import dev.skiff.loadtests.deployment.DeploymentPlan;
import dev.skiff.loadtests.results.Figure;
import dev.skiff.loadtests.results.Report;
import dev.skiff.loadtests.watch.LogListener;
import dev.skiff.loadtests.watch.LogWatch;
import dev.skiff.loadtests.watch.Progress;
import dev.skiff.loadtests.watch.StartCount;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Rows 3 and 11 of the targets.
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description = "Open loop: from the intended send time to the committed outcome.")
public final class LatencyCommand implements Callable<Integer> {
  private static final int PER_HOST = 64;
  private static final int LIFE_SECONDS = 20;
  private static final int CONNECTIONS = 128;
  private static final int FILL_JOB = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Option(names = "--rate", description = "requests a second (${DEFAULT-VALUE})")
  private int rate = 2_500;

  @Option(names = "--hosts", description = "simulated, 64 VMs each (${DEFAULT-VALUE})")
  private int hosts = 5_000;

  @Option(names = "--fill", description = "share of the fleet in use (${DEFAULT-VALUE})")
  private double fill = 0.8;

  @Option(names = "--seconds", description = "measured (${DEFAULT-VALUE})")
  private int seconds = 60;

  @Option(names = "--warmup", description = "seconds before that (${DEFAULT-VALUE})")
  private int warmup = 120;

  @Option(names = "--cells", description = "of the fleet (${DEFAULT-VALUE})")
  private int cells = 1;

  @Option(names = "--quick", description = "a tenth of the hosts, 500 requests/s, 10 s")
  private boolean quick;

  @Override
  public Integer call() throws Exception {
    if (quick) {
      rate = 500;
      hosts = 500;
      seconds = 10;
      warmup = 10;
    }
    Path tree = Path.of(System.getProperty("skiff.root", "."));
    StartCount count = new StartCount();
    LogTimes times = new LogTimes();
    try (Deployment deployment = Deployment.start(DeploymentPlan.small(cells, hosts));
        LogWatch watch = LogWatch.start(deployment.kafka("watch"), LogListener.both(count, times));
        JobClient client = new JobClient(deployment.gateways(), CONNECTIONS)) {
      Progress progress = new Progress(deployment, watch, count);
      progress.await(counts -> counts.hosts() >= hosts, PATIENCE, "hosts");
      fill(client, progress);
      Buffer one = Manifests.job(1, Size.SMALL, "sleep " + LIFE_SECONDS, 1);
      OpenLoop loop = new OpenLoop(client, one, rate);
      System.err.printf("warming up for %d s at %d requests/s ...%n", warmup, rate);
      loop.run(warmup, false);
      Map<String, Deployment.Usage> before = deployment.usage();
      System.err.printf("measuring for %d s ...%n", seconds);
      times.turnOn();
      loop.run(seconds, true);
      times.turnOff();
      List<Figure> used = Deployment.figures(before, deployment.usage(), seconds);
      awaitAnswers(loop);
      Report.of(tree, "latency", command(), figures(loop.measured(), times, used)).publish(tree);
    }
    return 0;
  }

  /// VMs that stay, so that with those that come and go the fleet is as full as is wanted.
  private void fill(JobClient client, Progress progress) throws Exception {
    long passing = (long) rate * LIFE_SECONDS;
    long staying = Math.max(0, (long) (fill * hosts * PER_HOST) - passing);
    System.err.printf("filling %d hosts with %d VMs ...%n", hosts, staying);
    SteadySubmitter submitter = new SteadySubmitter(client, 8, _ -> {});
    for (long left = staying; left > 0; left -= FILL_JOB) {
      submitter.submit(
          Manifests.job((int) Math.min(left, FILL_JOB), Size.SMALL, "sleep infinity", null));
    }
    submitter.await();
    if (!submitter.refusals().isEmpty()) {
      throw new IOException("a job was refused: " + submitter.refusals().getFirst());
    }
    progress.await(counts -> counts.running() >= staying, PATIENCE, "VMs");
  }

  private static void awaitAnswers(OpenLoop loop) throws InterruptedException {
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (loop.underWay() > 0 && System.nanoTime() - giveUp < 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private List<Figure> figures(OpenLoop.Measured measured, LogTimes times, List<Figure> used) {
    Histogram answers = measured.answers();
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of("answered with 201", (double) answers.getTotalCount(), "requests"));
    figures.add(Figure.atMost("answered otherwise", (double) measured.refused(), "requests", 0));
    figures.add(Figure.atMost("without answer", (double) measured.failed(), "requests", 0));
    figures.add(targeted("send time to answer, p50", answers, 50, 3));
    figures.add(targeted("send time to answer, p99", answers, 99, 10));
    figures.add(targeted("send time to answer, p99.9", answers, 99.9, 50));
    figures.add(at("send time to answer, max", answers, 100));
    figures.add(targeted("request to agent begins, p50", times.toAgent(), 50, 3));
    figures.add(at("request to agent begins, p99", times.toAgent(), 99));
    both(figures, "client late to send", measured.lateness());
    both(figures, "gateway: until Kafka has the request", measured.writes());
    both(figures, "gateway: from then to the outcome read", measured.logs());
    both(figures, "request to decision", times.toDecision());
    both(figures, "decision to log (ms clock)", times.toLog());
    figures.addAll(used);
    return figures;
  }

  private static void both(List<Figure> figures, String what, Histogram histogram) {
    figures.add(at(what + ", p50", histogram, 50));
    figures.add(at(what + ", p99", histogram, 99));
  }

  private Figure targeted(String what, Histogram histogram, double percent, double target) {
    return quick
        ? at(what, histogram, percent)
        : Figure.atMost(what, millis(histogram, percent), "ms", target);
  }

  private static Figure at(String what, Histogram histogram, double percent) {
    return Figure.of(what, millis(histogram, percent), "ms");
  }

  private static double millis(Histogram histogram, double percent) {
    return histogram.getValueAtPercentile(percent) / 1_000.0;
  }

  private String command() {
    return "loadtests/run latency --rate %d --hosts %d --fill %s --seconds %d --warmup %d --cells %d"
        .formatted(rate, hosts, fill, seconds, warmup, cells);
  }
}

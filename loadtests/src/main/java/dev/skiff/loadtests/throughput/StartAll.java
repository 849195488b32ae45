package dev.skiff.loadtests.throughput;

import dev.skiff.loadtests.client.JobClient;
import dev.skiff.loadtests.client.Manifests;
import dev.skiff.loadtests.client.SteadySubmitter;
import dev.skiff.loadtests.deployment.Deployment;
import dev.skiff.loadtests.deployment.DeploymentPlan;
import dev.skiff.loadtests.results.Figure;
import dev.skiff.loadtests.watch.LogWatch;
import dev.skiff.loadtests.watch.Progress;
import dev.skiff.loadtests.watch.StartCount;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Submits jobs over HTTP until so many VMs were asked for, and waits until the log says of the
/// last one that its command runs.
final class StartAll {
  /// Jobs under way; a gateway answers when a job's outcome is in the log.
  private static final int AT_ONCE = 16;

  private static final Duration JOINING = Duration.ofMinutes(2);
  private static final Duration STARTING = Duration.ofMinutes(15);

  private final int vms;
  private final int hosts;
  private final int jobs;
  private final int cells;

  StartAll(int vms, int hosts, int jobs, int cells) {
    if (jobs < 1 || vms < jobs) {
      throw new IllegalArgumentException(
          "vms: %d, jobs: %d (expected: at least one VM a job)".formatted(vms, jobs));
    }
    this.vms = vms;
    this.hosts = hosts;
    this.jobs = jobs;
    this.cells = cells;
  }

  /// @param seconds from the first submit until the last VM was read back as running
  /// @param figures of the processes and the log
  record Result(double seconds, TimeLine timeLine, List<Figure> figures) {
    double rate() {
      return timeLine.total() / seconds;
    }
  }

  Result run() throws Exception {
    StartCount count = new StartCount();
    try (Deployment deployment = Deployment.start(DeploymentPlan.small(cells, hosts));
        LogWatch watch = LogWatch.start(deployment.kafka("watch"), count);
        JobClient client = new JobClient(deployment.gateways(), AT_ONCE)) {
      Progress progress = new Progress(deployment, watch, count);
      progress.await(counts -> counts.hosts() >= hosts, JOINING, "hosts");
      System.err.printf("%d hosts have joined; starting %d VMs ...%n", hosts, vms);
      Map<String, Deployment.Usage> before = deployment.usage();
      long beganMillis = System.currentTimeMillis();
      long began = System.nanoTime();
      SteadySubmitter submitter = new SteadySubmitter(client, AT_ONCE, _ -> {});
      for (int i = 0; i < jobs; i++) {
        submitter.submit(job(i));
      }
      submitter.await();
      double submitted = seconds(began);
      if (!submitter.refusals().isEmpty()) {
        throw new IOException("a job was refused: " + submitter.refusals().getFirst());
      }
      progress.await(counts -> counts.running() >= vms, STARTING, "VMs");
      double all = seconds(began);
      List<Figure> figures = new ArrayList<>();
      figures.add(Figure.of("jobs answered", submitted, "s"));
      figures.add(Figure.of("submits repeated (429, 503)", (double) submitter.repeats(), ""));
      addUsage(deployment, before, all, figures);
      return new Result(all, new TimeLine(beganMillis, count.runningByTenth()), figures);
    }
  }

  private Buffer job(int number) {
    int each = vms / jobs + (number < vms % jobs ? 1 : 0);
    return Manifests.job(each, Manifests.Size.TINY, "sleep infinity", null);
  }

  private static void addUsage(
      Deployment deployment,
      Map<String, Deployment.Usage> before,
      double seconds,
      List<Figure> figures)
      throws IOException {
    figures.addAll(Deployment.figures(before, deployment.usage(), seconds));
    for (String topic : List.of("log", "orders", "reports", "requests")) {
      figures.add(
          Figure.of("bytes in skiff." + topic, deployment.bytesOf("skiff." + topic) / 1e6, "MB"));
    }
  }

  private static double seconds(long since) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since) / 1_000.0;
  }
}

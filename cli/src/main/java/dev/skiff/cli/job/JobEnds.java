package dev.skiff.cli.job;

import dev.skiff.cli.api.ApiClient;
import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.ProgressLine;
import dev.skiff.cli.view.Job;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Waits for the end of jobs, and says how each ended on standard error.
final class JobEnds {
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final Duration SHORT_STEP = Duration.ofSeconds(2);

  private final Jobs jobs;
  private final Surroundings surroundings;

  JobEnds(ApiClient api, Surroundings surroundings) {
    this.jobs = new Jobs(api);
    this.surroundings = surroundings;
  }

  /// @return 0 when all succeeded, 1 when one did not, 124 when the time ran out
  int await(List<String> ids, Duration timeout) throws InterruptedException {
    long end = surroundings.clock().millis() + timeout.toMillis();
    int exitCode = ExitCode.OK;
    for (String id : ids) {
      Optional<Job> job = awaitOne(id, end);
      if (job.isEmpty()) {
        surroundings.err().println("skiff: " + id + " is not over yet: timeout");
        return ExitCode.TIMEOUT;
      }
      surroundings.err().println(sentence(job.get()));
      exitCode = job.get().succeeded() ? exitCode : ExitCode.ERROR;
    }
    return exitCode;
  }

  private Optional<Job> awaitOne(String id, long end) throws InterruptedException {
    try (ProgressLine progress = new ProgressLine(surroundings)) {
      Duration step = SHORT_STEP;
      while (true) {
        long left = end - surroundings.clock().millis();
        Duration atMost = Duration.ofMillis(Math.clamp(left, 1, step.toMillis()));
        Optional<Job> job = jobs.awaitEnd(id, atMost);
        if (job.isPresent() || left <= step.toMillis()) {
          return job;
        }
        Job now = jobs.get(id);
        progress.show(label(now) + ": " + JobTable.counts(now));
        step = progress.visible() ? SHORT_STEP : STEP;
      }
    }
  }

  private static String sentence(Job job) {
    return "%s: %s (%s)".formatted(label(job), job.state(), JobTable.counts(job));
  }

  private static String label(Job job) {
    return job.name().isEmpty() ? job.id() : job.name();
  }
}

package dev.skiff.cli.vm;

import dev.skiff.cli.api.ApiClient;
import dev.skiff.cli.api.ApiProblemException;
import dev.skiff.cli.api.Jobs;
import java.time.Duration;

/// Removes the job of a VM that has ended or is about to.
final class Removal {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Jobs jobs;

  Removal(ApiClient api) {
    this.jobs = new Jobs(api);
  }

  /// One that is gone already is fine.
  void remove(String job) throws InterruptedException {
    try {
      jobs.awaitEnd(job, PATIENCE);
      jobs.remove(job);
    } catch (ApiProblemException e) {
      if (e.problem().status() != 404) {
        throw e;
      }
    }
  }
}

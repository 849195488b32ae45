package dev.skiff.gateway.api;

import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;

/// What a wait waits for. What is over has also been running as far as a wait is concerned: nothing
/// would come any more.
enum Goal {
  RUNNING,
  FINISHED;

  /// From the text of the OpenAPI document.
  static Goal of(String text) {
    return text.equals("running") ? RUNNING : FINISHED;
  }

  boolean isReached(Vm vm) {
    return switch (this) {
      case RUNNING ->
          switch (vm.status()) {
            case CREATED, PENDING, ASSIGNED, STARTING -> false;
            case RUNNING, PAUSED, SUSPENDED, STOPPING, EXITED, FAILED, LOST, CANCELLED -> true;
          };
      case FINISHED -> vm.status().isFinal();
    };
  }

  boolean isReached(Job job) {
    return switch (this) {
      case RUNNING ->
          job.status().isFinal() || job.counts().pending() + job.counts().starting() == 0;
      case FINISHED -> job.status().isFinal();
    };
  }

  String text() {
    return this == RUNNING ? "running" : "finished";
  }
}

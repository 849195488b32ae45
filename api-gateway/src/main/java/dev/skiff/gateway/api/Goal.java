package dev.skiff.gateway.api;

import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;

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
          vm.status() == VmStatus.RUNNING
              || vm.status() == VmStatus.STOPPING
              || vm.status().isFinal();
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

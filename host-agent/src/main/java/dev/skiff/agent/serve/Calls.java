package dev.skiff.agent.serve;

import dev.skiff.contracts.invocation.Payload;
import java.time.Duration;

/// What both ways to call a function have in common.
final class Calls {
  static final int MAX_OUTPUT = Payload.MAX_BYTES;
  static final String TIMED_OUT = "timed-out";
  static final String OUTPUT_TOO_LARGE = "output-too-large";
  static final String VM_ENDED = "vm-ended";
  static final String CONNECTION_FAILED = "connection-failed";
  static final int SIGTERM = 15;
  static final int SIGKILL = 9;

  private Calls() {}

  static CallResult timedOut(Duration timeout) {
    return CallResult.failed(
        TIMED_OUT, "it was not over within %d ms".formatted(timeout.toMillis()));
  }

  static CallResult tooLarge() {
    return CallResult.failed(
        OUTPUT_TOO_LARGE, "its output has more than %d bytes".formatted(MAX_OUTPUT));
  }
}

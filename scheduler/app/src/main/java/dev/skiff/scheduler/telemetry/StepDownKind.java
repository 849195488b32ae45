package dev.skiff.scheduler.telemetry;

import java.util.Locale;

/// Why cells were let go, few enough to count by. The sentence itself stands in the log.
enum StepDownKind {
  /// Another scheduler's claim is in force.
  REPLACED("has claimed the cell"),
  /// An append failed, or nobody knows.
  UNCERTAIN_APPEND("uncertain"),
  /// The log was truncated or replaced.
  LOG_LOST("truncated"),
  /// A record is of a type that this scheduler does not know.
  TOO_OLD("too old"),
  /// The machine failed on an input.
  BROKEN_STATE("broke on"),
  /// The worker failed.
  CRASHED("worker failed"),
  /// The scheduler was stopped.
  STOPPED("is being stopped"),
  OTHER("");

  private final String sign;

  StepDownKind(String sign) {
    this.sign = sign;
  }

  static StepDownKind of(String reason) {
    for (StepDownKind kind : values()) {
      if (reason.contains(kind.sign)) {
        return kind;
      }
    }
    return OTHER;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

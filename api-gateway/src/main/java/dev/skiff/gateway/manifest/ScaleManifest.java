package dev.skiff.gateway.manifest;

import dev.skiff.contracts.function.Scale;

/// Reads the `scale` of a Function.
final class ScaleManifest {
  private static final int MAX = 10;
  private static final long KEEP_ALIVE_MILLIS = 60_000;
  private static final long DAY_MILLIS = 24L * 3_600_000;

  private ScaleManifest() {}

  static Scale parse(Fields spec) {
    Fields scale = spec.object("scale", "min", "max", "prewarmed", "keepAlive");
    int max = (int) scale.integer("max", MAX, 1, Scale.MAX_VMS);
    int min = within(scale, "min", max);
    int prewarmed = within(scale, "prewarmed", max);
    long keepAlive =
        scale.parsed("keepAlive", KEEP_ALIVE_MILLIS, text -> Spans.millis(text, 0, DAY_MILLIS));
    return new Scale(min, max, prewarmed, keepAlive);
  }

  private static int within(Fields scale, String field, int max) {
    int value = (int) scale.integer(field, 0, 0, Scale.MAX_VMS);
    if (value > max) {
      scale.error(field, "%s: %d (expected: 0 to max, which is %d)".formatted(field, value, max));
      return 0;
    }
    return value;
  }
}

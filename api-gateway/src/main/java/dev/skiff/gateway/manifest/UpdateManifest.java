package dev.skiff.gateway.manifest;

import dev.skiff.contracts.spec.UpdatePolicy;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the `update` of a Service: numbers of VMs, or percentages of its count. As in Kubernetes a
/// surge is rounded up and what may be unavailable is rounded down; where both come to nothing, one
/// VM may be unavailable.
final class UpdateManifest {
  private static final int MOST = 1000;
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3})%");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private UpdateManifest() {}

  static UpdatePolicy parse(Fields spec, int count) {
    Fields update = spec.object("update", "maxSurge", "maxUnavailable");
    int surge = read(update, "maxSurge", Defaults.MAX_SURGE, count, true);
    int unavailable = read(update, "maxUnavailable", Defaults.MAX_UNAVAILABLE, count, false);
    if (surge + unavailable > 0) {
      return new UpdatePolicy(surge, unavailable);
    }
    if (isPercentage(update, "maxSurge") || isPercentage(update, "maxUnavailable")) {
      return new UpdatePolicy(0, 1);
    }
    update.error(
        "maxUnavailable", "maxSurge and maxUnavailable: 0 (expected: one of them above 0)");
    return UpdatePolicy.ONE_BY_ONE;
  }

  private static int read(Fields update, String field, int otherwise, int count, boolean up) {
    return update.parsedTextOrNumber(field, otherwise, text -> number(text, count, up));
  }

  private static boolean isPercentage(Fields update, String field) {
    return update.isText(field);
  }

  private static int number(String text, int count, boolean up) {
    Matcher percent = PERCENT.matcher(text);
    if (percent.matches() && Integer.parseInt(percent.group(1)) <= 100) {
      long hundredths = (long) Integer.parseInt(percent.group(1)) * count;
      return (int) Math.min(MOST, up ? Math.ceilDiv(hundredths, 100) : hundredths / 100);
    }
    if (NUMBER.matcher(text).matches() && Integer.parseInt(text) <= MOST) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "\"%s\" (expected: 0 to %d, or 0%% to 100%%)".formatted(text, MOST));
  }
}

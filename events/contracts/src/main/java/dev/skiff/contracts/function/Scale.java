package dev.skiff.contracts.function;

/// How many VMs a function has.
///
/// @param min VMs that there are always; 0 lets the function scale to zero
/// @param max VMs that there are at most, 1 to [#MAX_VMS]
/// @param prewarmed idle VMs kept beside the busy ones while there is traffic
/// @param keepAliveMillis how long an idle VM is kept before it goes
public record Scale(int min, int max, int prewarmed, long keepAliveMillis) {
  public static final int MAX_VMS = 1_000;

  public Scale {
    if (max < 1 || max > MAX_VMS) {
      throw new IllegalArgumentException("max: " + max + " (expected: 1 to " + MAX_VMS + ")");
    }
    if (min < 0 || min > max) {
      throw new IllegalArgumentException("min: " + min + " (expected: 0 to max, " + max + ")");
    }
    if (prewarmed < 0 || prewarmed > max) {
      throw new IllegalArgumentException(
          "prewarmed: " + prewarmed + " (expected: 0 to max, " + max + ")");
    }
    if (keepAliveMillis < 0 || keepAliveMillis > 86_400_000) {
      throw new IllegalArgumentException(
          "keepAliveMillis: " + keepAliveMillis + " (expected: 0 to 86400000)");
    }
  }
}

package dev.skiff.gateway.manifest;

import dev.skiff.contracts.spec.RestartPolicy;

/// Reads the `restart` of a Job.
final class RestartManifest {
  /// A service's VMs are started again for ever: its manifest has no `restart`.
  static final RestartPolicy OF_SERVICE =
      new RestartPolicy(RestartPolicy.Mode.ALWAYS, Integer.MAX_VALUE);

  private RestartManifest() {}

  static RestartPolicy parse(Fields spec) {
    Fields restart = spec.object("restart", "policy", "maxAttempts");
    RestartPolicy.Mode mode =
        restart.parsed("policy", RestartPolicy.Mode.NEVER, RestartManifest::mode);
    boolean never = mode == RestartPolicy.Mode.NEVER;
    long attempts =
        restart.integer(
            "maxAttempts", never ? 0 : Defaults.ATTEMPTS, 0, ManifestLimits.MAX_ATTEMPTS);
    if (never && attempts > 0) {
      restart.error(
          "maxAttempts",
          "maxAttempts: " + attempts + " (expected: 0, or a policy other than never)");
    }
    return never ? RestartPolicy.NEVER : new RestartPolicy(mode, (int) attempts);
  }

  private static RestartPolicy.Mode mode(String text) {
    return switch (text) {
      case "never" -> RestartPolicy.Mode.NEVER;
      case "on-failure" -> RestartPolicy.Mode.ON_FAILURE;
      case "always" -> RestartPolicy.Mode.ALWAYS;
      default ->
          throw new IllegalArgumentException(
              "\"" + text + "\" (expected: never, on-failure or always)");
    };
  }
}

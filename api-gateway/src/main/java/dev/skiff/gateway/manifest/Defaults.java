package dev.skiff.gateway.manifest;

/// What a manifest means when it does not say. The OpenAPI document states the same values.
final class Defaults {
  static final String NAMESPACE = "default";
  static final int COUNT = 1;
  static final int PRIORITY = 50;
  static final int PREFERENCE_WEIGHT = 1;
  static final int MAX_SURGE = 1;
  static final int MAX_UNAVAILABLE = 0;

  /// A service is there until it is deleted, and then it is gone.
  static final long SERVICE_TTL_SECONDS = 0;

  /// Restarts that `on-failure` and `always` get.
  static final int ATTEMPTS = 3;

  static final long MILLI_CPU = 500;
  static final long MEMORY_MIB = 128;
  static final long DISK_MIB = 256;

  private Defaults() {}
}

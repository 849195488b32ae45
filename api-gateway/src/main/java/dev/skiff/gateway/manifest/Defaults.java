package dev.skiff.gateway.manifest;

/// What a manifest means when it does not say. The OpenAPI document states the same values.
final class Defaults {
  static final String NAMESPACE = "default";
  static final int COUNT = 1;
  static final int PRIORITY = 50;

  /// Restarts that `on-failure` and `always` get.
  static final int ATTEMPTS = 3;

  static final long MILLI_CPU = 500;
  static final long MEMORY_MIB = 128;
  static final long DISK_MIB = 256;

  private Defaults() {}
}

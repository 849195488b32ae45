package dev.skiff.gateway.manifest;

/// How much a manifest may ask for. The OpenAPI document states the same numbers.
final class ManifestLimits {
  static final int MAX_LABELS = 64;
  static final int MAX_LABEL_KEY = 128;
  static final int MAX_LABEL_VALUE = 256;

  /// Bytes of all names and values together.
  static final int MAX_ENV_BYTES = 32 * 1024;

  /// Bytes of all arguments together.
  static final int MAX_COMMAND_BYTES = 32 * 1024;

  static final int MAX_ARGUMENTS = 1000;
  static final int MAX_ATTEMPTS = 1_000_000;
  static final long MAX_TTL_SECONDS = 365L * 24 * 60 * 60;
  static final long MAX_DEADLINE_SECONDS = MAX_TTL_SECONDS;
  static final long MAX_LIFETIME_SECONDS = MAX_TTL_SECONDS;

  static final long MIN_MILLI_CPU = 1;
  static final long MAX_MILLI_CPU = 1024 * 1000;
  static final long MIN_MEMORY_MIB = 16;
  static final long MAX_MEMORY_MIB = 4L * 1024 * 1024;
  static final long MAX_DISK_MIB = 64L * 1024 * 1024;

  private ManifestLimits() {}
}

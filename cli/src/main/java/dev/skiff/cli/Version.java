package dev.skiff.cli;

/// The version that was built, from the jar's manifest.
final class Version {
  private Version() {}

  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

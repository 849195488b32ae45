package dev.skiff.cli.output;

import java.util.Locale;

/// What `-o` chooses.
public enum OutputFormat {
  TABLE,
  WIDE,
  JSON,
  YAML,
  NAME;

  /// As the user types it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.skiff.standalone.data;

import java.nio.file.Path;
import java.util.Map;

/// Where a fleet keeps its data when nobody says otherwise: `SKIFF_DATA`, else as the XDG Base
/// Directory Specification has it.
public final class DefaultFolder {
  private DefaultFolder() {}

  public static Path of(Map<String, String> environment) {
    String named = environment.getOrDefault("SKIFF_DATA", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base =
        xdg.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "."), ".local", "share")
            : Path.of(xdg);
    return base.resolve("skiff");
  }
}

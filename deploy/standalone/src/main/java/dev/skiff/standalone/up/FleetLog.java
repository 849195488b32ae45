package dev.skiff.standalone.up;

import java.nio.file.Path;

/// Sends everything that is logged into files, so that the terminal is for people.
final class FleetLog {
  private FleetLog() {}

  /// To be called before anything logs: the logging library reads its configuration once.
  static void open(Path logs) {
    System.setProperty("skiff.logs", logs.toString());
    System.setProperty("logback.configurationFile", "logback-up.xml");
  }
}

package dev.skiff.cli;

/// The headings under which `skiff --help` lists its commands.
public enum HelpGroup {
  RUN("Run microVMs"),
  LOOK("Look at them"),
  JOBS("Jobs, services, functions, images and hosts"),
  MACHINE("A fleet on this machine"),
  TOOL("This tool");

  private final String heading;

  HelpGroup(String heading) {
    this.heading = heading;
  }

  String heading() {
    return heading;
  }
}

package dev.skiff.cli;

import dev.skiff.cli.console.Surroundings;

/// Starts the command line of a client.
public final class Skiff {
  private Skiff() {}

  public static void main(String[] arguments) {
    System.exit(SkiffCommand.create(Surroundings.ofProcess()).execute(arguments));
  }
}

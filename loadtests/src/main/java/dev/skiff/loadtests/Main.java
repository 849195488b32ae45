package dev.skiff.loadtests;

import dev.skiff.loadtests.constraints.ConstraintsCommand;
import dev.skiff.loadtests.engine.EngineCommand;
import dev.skiff.loadtests.replay.ReplayCommand;
import dev.skiff.loadtests.simulation.SimulationCommand;
import dev.skiff.loadtests.startup.StartupCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `loadtests/run`.
@Command(
    name = "loadtests/run",
    mixinStandardHelpOptions = true,
    description = "Measures Skiff on this machine.",
    subcommands = {
      StartupCommand.class,
      SimulationCommand.class,
      ReplayCommand.class,
      ConstraintsCommand.class,
      EngineCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}

package dev.skiff.loadtests;

import dev.skiff.loadtests.check.CheckCommand;
import dev.skiff.loadtests.constraints.ConstraintsCommand;
import dev.skiff.loadtests.deployment.BrokerCommand;
import dev.skiff.loadtests.engine.EngineCommand;
import dev.skiff.loadtests.faults.ChaosCommand;
import dev.skiff.loadtests.faults.FailoverCommand;
import dev.skiff.loadtests.fleet.FleetCommand;
import dev.skiff.loadtests.latency.LatencyCommand;
import dev.skiff.loadtests.replay.ReplayCommand;
import dev.skiff.loadtests.simulation.SimulationCommand;
import dev.skiff.loadtests.startup.StartupCommand;
import dev.skiff.loadtests.throughput.ThroughputCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `loadtests/run`.
@Command(
    name = "loadtests/run",
    mixinStandardHelpOptions = true,
    description = "Measures Skiff on this machine.",
    subcommands = {
      ReplayCommand.class,
      ConstraintsCommand.class,
      EngineCommand.class,
      ThroughputCommand.C1m.class,
      ThroughputCommand.C2m.class,
      LatencyCommand.class,
      FailoverCommand.class,
      ChaosCommand.class,
      CheckCommand.class,
      StartupCommand.class,
      SimulationCommand.class,
      FleetCommand.class,
      BrokerCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}

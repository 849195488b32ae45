package dev.skiff.standalone;

import dev.skiff.cli.HelpGroup;
import dev.skiff.cli.SkiffCommand;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.standalone.doctor.DoctorCommand;
import dev.skiff.standalone.role.AgentCommand;
import dev.skiff.standalone.role.DispatcherCommand;
import dev.skiff.standalone.role.GatewayCommand;
import dev.skiff.standalone.role.LogCommand;
import dev.skiff.standalone.role.SchedulerCommand;
import dev.skiff.standalone.up.UpCommand;

/// The whole `skiff` command: what a client has, and what runs a fleet on this machine.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Surroundings surroundings = Surroundings.ofProcess();
    SkiffCommand skiff = SkiffCommand.create(surroundings);
    skiff.add(HelpGroup.MACHINE, "up", () -> new UpCommand(surroundings));
    skiff.add(HelpGroup.MACHINE, "doctor", () -> new DoctorCommand(surroundings));
    skiff.add(HelpGroup.MACHINE, "scheduler", () -> new SchedulerCommand(surroundings));
    skiff.add(HelpGroup.MACHINE, "gateway", () -> new GatewayCommand(surroundings));
    skiff.add(HelpGroup.MACHINE, "dispatcher", () -> new DispatcherCommand(surroundings));
    skiff.add(HelpGroup.MACHINE, "agent", () -> new AgentCommand(surroundings));
    skiff.add(HelpGroup.MACHINE, "log", () -> new LogCommand(surroundings));
    System.exit(skiff.execute(arguments));
  }
}

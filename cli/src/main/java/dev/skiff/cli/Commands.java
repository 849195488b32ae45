package dev.skiff.cli;

import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.host.CellsCommand;
import dev.skiff.cli.host.HostCommand;
import dev.skiff.cli.host.TopCommand;
import dev.skiff.cli.image.ImageCommand;
import dev.skiff.cli.job.JobCommand;
import dev.skiff.cli.vm.AttachCommand;
import dev.skiff.cli.vm.CreateCommand;
import dev.skiff.cli.vm.ExecCommand;
import dev.skiff.cli.vm.InspectCommand;
import dev.skiff.cli.vm.KillCommand;
import dev.skiff.cli.vm.LogsCommand;
import dev.skiff.cli.vm.PsCommand;
import dev.skiff.cli.vm.RmCommand;
import dev.skiff.cli.vm.RunCommand;
import dev.skiff.cli.vm.StartCommand;
import dev.skiff.cli.vm.StopCommand;
import dev.skiff.cli.vm.WaitCommand;

/// The commands that ask a fleet, in the order in which the help lists them.
final class Commands {
  private Commands() {}

  static void addTo(SkiffCommand skiff, Surroundings surroundings) {
    skiff.add(HelpGroup.RUN, new RunCommand(surroundings));
    skiff.add(HelpGroup.RUN, new CreateCommand(surroundings));
    skiff.add(HelpGroup.RUN, new StartCommand(surroundings));
    skiff.add(HelpGroup.RUN, new StopCommand(surroundings));
    skiff.add(HelpGroup.RUN, new KillCommand(surroundings));
    skiff.add(HelpGroup.RUN, new RmCommand(surroundings));
    skiff.add(HelpGroup.RUN, new ExecCommand(surroundings));
    skiff.add(HelpGroup.RUN, new AttachCommand(surroundings));
    skiff.add(HelpGroup.LOOK, new PsCommand(surroundings));
    skiff.add(HelpGroup.LOOK, new LogsCommand(surroundings));
    skiff.add(HelpGroup.LOOK, new InspectCommand(surroundings));
    skiff.add(HelpGroup.LOOK, new WaitCommand(surroundings));
    skiff.add(HelpGroup.LOOK, new TopCommand(surroundings));
    skiff.add(HelpGroup.JOBS, new JobCommand());
    skiff.add(HelpGroup.JOBS, new ImageCommand());
    skiff.add(HelpGroup.JOBS, new HostCommand());
    skiff.add(HelpGroup.JOBS, new CellsCommand(surroundings));
    skiff.add(HelpGroup.TOOL, new VersionCommand(surroundings));
    skiff.add(HelpGroup.TOOL, new CompletionCommand(surroundings));
  }
}

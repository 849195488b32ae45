package dev.skiff.cli;

import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.event.EventCommand;
import dev.skiff.cli.function.FunctionCommand;
import dev.skiff.cli.host.CellsCommand;
import dev.skiff.cli.host.HostCommand;
import dev.skiff.cli.host.TopCommand;
import dev.skiff.cli.image.ImageCommand;
import dev.skiff.cli.job.JobCommand;
import dev.skiff.cli.namespace.NamespaceCommand;
import dev.skiff.cli.service.ServiceCommand;
import dev.skiff.cli.vm.AttachCommand;
import dev.skiff.cli.vm.CreateCommand;
import dev.skiff.cli.vm.ExecCommand;
import dev.skiff.cli.vm.InspectCommand;
import dev.skiff.cli.vm.KillCommand;
import dev.skiff.cli.vm.LogsCommand;
import dev.skiff.cli.vm.PauseCommand;
import dev.skiff.cli.vm.PsCommand;
import dev.skiff.cli.vm.RmCommand;
import dev.skiff.cli.vm.RunCommand;
import dev.skiff.cli.vm.StartCommand;
import dev.skiff.cli.vm.StopCommand;
import dev.skiff.cli.vm.UnpauseCommand;
import dev.skiff.cli.vm.WaitCommand;
import dev.skiff.cli.vm.WhyCommand;

/// The commands that ask a fleet, in the order in which the help lists them.
final class Commands {
  private Commands() {}

  static void addTo(SkiffCommand skiff, Surroundings surroundings) {
    skiff.add(HelpGroup.RUN, "run", () -> new RunCommand(surroundings));
    skiff.add(HelpGroup.RUN, "create", () -> new CreateCommand(surroundings));
    skiff.add(HelpGroup.RUN, "start", () -> new StartCommand(surroundings));
    skiff.add(HelpGroup.RUN, "stop", () -> new StopCommand(surroundings));
    skiff.add(HelpGroup.RUN, "kill", () -> new KillCommand(surroundings));
    skiff.add(HelpGroup.RUN, "pause", () -> new PauseCommand(surroundings));
    skiff.add(HelpGroup.RUN, "unpause", () -> new UnpauseCommand(surroundings));
    skiff.add(HelpGroup.RUN, "rm", () -> new RmCommand(surroundings));
    skiff.add(HelpGroup.RUN, "exec", () -> new ExecCommand(surroundings));
    skiff.add(HelpGroup.RUN, "attach", () -> new AttachCommand(surroundings));
    skiff.add(HelpGroup.LOOK, "ps", () -> new PsCommand(surroundings));
    skiff.add(HelpGroup.LOOK, "logs", () -> new LogsCommand(surroundings));
    skiff.add(HelpGroup.LOOK, "inspect", () -> new InspectCommand(surroundings));
    skiff.add(HelpGroup.LOOK, "why", () -> new WhyCommand(surroundings));
    skiff.add(HelpGroup.LOOK, "wait", () -> new WaitCommand(surroundings));
    skiff.add(HelpGroup.LOOK, "top", () -> new TopCommand(surroundings));
    skiff.add(HelpGroup.JOBS, "job", () -> new JobCommand());
    skiff.add(HelpGroup.JOBS, "service", () -> new ServiceCommand());
    skiff.add(HelpGroup.JOBS, "fn", () -> new FunctionCommand());
    skiff.add(HelpGroup.JOBS, "event", () -> new EventCommand());
    skiff.add(HelpGroup.JOBS, "image", () -> new ImageCommand());
    skiff.add(HelpGroup.JOBS, "host", () -> new HostCommand());
    skiff.add(HelpGroup.JOBS, "ns", () -> new NamespaceCommand());
    skiff.add(HelpGroup.JOBS, "cells", () -> new CellsCommand(surroundings));
    skiff.add(HelpGroup.TOOL, "version", () -> new VersionCommand(surroundings));
    skiff.add(
        HelpGroup.TOOL, "completion", () -> new CompletionCommand(surroundings, skiff::whole));
  }
}

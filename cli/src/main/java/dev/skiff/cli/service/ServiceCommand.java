package dev.skiff.cli.service;

import dev.skiff.cli.command.Failure;
import picocli.CommandLine.Command;

/// `skiff service`: what its subcommands are for.
@Command(
    name = "service",
    header = "Keep microVMs running: list, scale and update services.",
    customSynopsis = "skiff service COMMAND ...",
    subcommands = {
      ServiceListCommand.class,
      ServiceShowCommand.class,
      ServiceScaleCommand.class,
      ServiceUpdateCommand.class,
      ServiceRemoveCommand.class
    })
public final class ServiceCommand implements Runnable {
  @Override
  public void run() {
    throw Failure.usage(
        "service: which command? (ls, show, scale, update or rm)", "skiff service --help");
  }
}

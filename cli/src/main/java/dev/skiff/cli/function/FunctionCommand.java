package dev.skiff.cli.function;

import dev.skiff.cli.command.Failure;
import picocli.CommandLine.Command;

/// `skiff fn`: what its subcommands are for.
@Command(
    name = "fn",
    header = "Run functions for events: deploy and invoke them, see what became of it.",
    customSynopsis = "skiff fn COMMAND ...",
    subcommands = {
      FunctionDeployCommand.class,
      FunctionListCommand.class,
      FunctionShowCommand.class,
      FunctionInvokeCommand.class,
      FunctionInvocationsCommand.class,
      FunctionLogsCommand.class,
      FunctionRemoveCommand.class
    })
public final class FunctionCommand implements Runnable {
  @Override
  public void run() {
    throw Failure.usage(
        "fn: which command? (deploy, ls, show, invoke, invocations, logs or rm)",
        "skiff fn --help");
  }
}

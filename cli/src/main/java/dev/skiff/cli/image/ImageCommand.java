package dev.skiff.cli.image;

import dev.skiff.cli.command.Failure;
import picocli.CommandLine.Command;

/// `skiff image`: what its subcommands are for.
@Command(
    name = "image",
    header = "Import, pull, list and remove images.",
    customSynopsis = "skiff image COMMAND ...",
    subcommands = {
      ImageImportCommand.class,
      ImagePullCommand.class,
      ImageListCommand.class,
      ImageRemoveCommand.class
    })
public final class ImageCommand implements Runnable {
  @Override
  public void run() {
    throw Failure.usage("image: which command? (import, pull, ls or rm)", "skiff image --help");
  }
}

package dev.skiff.cli.vm;

import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.view.Job;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skiff create`: a VM that waits to be started.
@Command(
    name = "create",
    header = "Create a microVM without starting it.",
    customSynopsis = "skiff create [OPTIONS] IMAGE [--] [COMMAND [ARG...]]",
    description = "Prints the VM's id. It takes no room on a host until it is started.",
    footer = {
      "",
      "Example:",
      "  skiff start $(skiff create --name batch skiff/busybox -- sleep 60)"
    })
public final class CreateCommand extends ApiCommand {
  @Mixin private VmOptions options = new VmOptions();

  @Parameters(index = "0", paramLabel = "IMAGE", description = "What to boot.")
  private String image = "";

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description = "Replaces the image's own command.")
  private List<String> command = new ArrayList<>();

  public CreateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    var manifest =
        new SingleVmManifest(options, surroundings.environment())
            .of(image, CommandWords.of(command), null);
    Job job = new Jobs(api()).submit(manifest, true);
    print(job.id() + ".0");
    return ExitCode.OK;
  }
}

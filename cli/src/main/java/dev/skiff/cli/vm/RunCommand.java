package dev.skiff.cli.vm;

import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.DurationConverter;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.view.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff run`: a job of one VM, followed to its end.
@Command(
    name = "run",
    header = "Run a command in a new microVM.",
    customSynopsis = "skiff run [OPTIONS] IMAGE [--] [COMMAND [ARG...]]",
    description = {
      "Prints what the command prints and exits with its exit code. Ctrl-C stops the VM, a second",
      "one cuts its power. Options end at IMAGE; what follows belongs to the command."
    },
    footer = {
      "",
      "Examples:",
      "  skiff run --rm skiff/busybox -- sh -c 'uname -r; exit 3'",
      "  skiff run -it --rm skiff/busybox sh",
      "  skiff run -d --name web -m 256MiB -e PORT=8080 registry.example/web:1.2",
      "  echo hello | skiff run -i --rm skiff/busybox cat",
      "",
      "Exit codes: the command's own; 1 it never ran, 2 no host takes it, 124 timeout."
    })
public final class RunCommand extends ApiCommand {
  /// Removes what a client that was killed had promised to remove.
  private static final long LEFTOVER_SECONDS = 60;

  @Mixin private VmOptions options = new VmOptions();

  @Option(
      names = {"-d", "--detach"},
      description = "Print the VM's id and leave it running.")
  private boolean detach;

  @Option(names = "--rm", description = "Remove the VM and its logs when it has ended.")
  private boolean remove;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Stop it after this long (30s, 10m), and exit with 124.")
  private @Nullable Duration timeout;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "What to boot.")
  private String image = "";

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description = "Replaces the image's own command.")
  private List<String> command = new ArrayList<>();

  public RunCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    var manifest =
        new SingleVmManifest(options, surroundings.environment())
            .of(image, CommandWords.of(command), remove ? LEFTOVER_SECONDS : null);
    Job job = new Jobs(api()).submit(manifest, false);
    String vm = job.id() + ".0";
    if (detach) {
      job.waiting().forEach(waiting -> say("skiff: " + vm + " waits: " + waiting.reason()));
      print(vm);
      return ExitCode.OK;
    }
    Foreground foreground =
        new Foreground(api(), surroundings, vm, options.interactive, options.tty);
    int exitCode = foreground.run(timeout);
    if (remove && foreground.over()) {
      new Removal(api()).remove(job.id());
    }
    return exitCode;
  }
}

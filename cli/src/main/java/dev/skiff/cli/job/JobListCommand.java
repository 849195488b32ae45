package dev.skiff.cli.job;

import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.api.Pages;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.OutputOptions;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.view.Job;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff job ls`: lists jobs.
@Command(
    name = "ls",
    aliases = "list",
    header = "List jobs, the newest first.",
    customSynopsis = "skiff job ls [-q] [-o FORMAT] [--state STATE] [-l SELECTOR]",
    footer = {"", "Example:", "  skiff job ls --state active -l team=media"})
public final class JobListCommand extends ApiCommand {
  @Option(
      names = "--state",
      paramLabel = "STATE,...",
      description = "Only in these states; also active and finished.")
  private @Nullable String state;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Only those whose labels match.")
  private @Nullable String selector;

  @Option(names = "--namespace", paramLabel = "NS", description = "Only those of a namespace.")
  private @Nullable String namespace;

  @Option(names = "--limit", paramLabel = "N", description = "How many at most; else 1000.")
  private int limit = 1_000;

  @Mixin private OutputOptions output = new OutputOptions();

  public JobListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiRequest request =
        Jobs.list().with("state", state).with("selector", selector).with("namespace", namespace);
    Pages.Found<Job> found = new Jobs(api()).list(request, Math.max(1, limit));
    JobTable.listing(surroundings.clock().millis() * 1_000)
        .print(
            surroundings,
            output.format(),
            found.items(),
            "no jobs; submit one: skiff job submit -f FILE");
    if (found.more()) {
      say("... and more; raise --limit to see them");
    }
    return ExitCode.OK;
  }
}

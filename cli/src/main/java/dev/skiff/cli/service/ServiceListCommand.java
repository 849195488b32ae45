package dev.skiff.cli.service;

import dev.skiff.cli.api.ApiRequest;
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

/// `skiff service ls`: lists services.
@Command(
    name = "ls",
    aliases = "list",
    header = "List services, the newest first.",
    customSynopsis = "skiff service ls [-q] [-o FORMAT] [-l SELECTOR] [--namespace NS]")
public final class ServiceListCommand extends ApiCommand {
  private static final int LIMIT = 1_000;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Only those whose labels match.")
  private @Nullable String selector;

  @Option(names = "--namespace", paramLabel = "NS", description = "Only those of a namespace.")
  private @Nullable String namespace;

  @Mixin private OutputOptions output = new OutputOptions();

  public ServiceListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiRequest request =
        ApiRequest.get("/v1/services").with("selector", selector).with("namespace", namespace);
    Pages.Found<Job> found = Pages.read(api(), request, LIMIT, Job::new);
    ServiceTable.listing(surroundings.clock().millis() * 1_000)
        .print(
            surroundings,
            output.format(),
            found.items(),
            "no services; make one: skiff service update NAME -f FILE");
    if (found.more()) {
      say("... and more than " + LIMIT + "; narrow them with -l");
    }
    return ExitCode.OK;
  }
}

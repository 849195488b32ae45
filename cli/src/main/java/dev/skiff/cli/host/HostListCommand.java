package dev.skiff.cli.host;

import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.api.Pages;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.OutputOptions;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.view.Host;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff host ls`: lists hosts.
@Command(
    name = "ls",
    aliases = "list",
    header = "List hosts with what is used of what they may promise.",
    customSynopsis = "skiff host ls [-q] [-o FORMAT] [--state STATE] [-l SELECTOR]",
    footer = {"", "Example:", "  skiff host ls -l 'zone in (a,b)' -o wide"})
public final class HostListCommand extends ApiCommand {
  @Option(
      names = "--state",
      paramLabel = "STATE,...",
      description = "Only in these states: ready, cordoned, draining, suspect, lost.")
  private @Nullable String state;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Only those whose labels match.")
  private @Nullable String selector;

  @Option(names = "--limit", paramLabel = "N", description = "How many at most; else 1000.")
  private int limit = 1_000;

  @Mixin private OutputOptions output = new OutputOptions();

  public HostListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiRequest request =
        ApiRequest.get("/v1/hosts").with("state", state).with("selector", selector);
    Pages.Found<Host> found = Pages.read(api(), request, Math.max(1, limit), Host::new);
    HostTable.listing(surroundings.clock().millis() * 1_000)
        .print(surroundings, output.format(), found.items(), "no hosts");
    if (found.more()) {
      say("... and more; raise --limit to see them");
    }
    return ExitCode.OK;
  }
}

package dev.skiff.cli.function;

import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.api.Pages;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.OutputOptions;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.view.DeployedFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff fn ls`: lists functions.
@Command(
    name = "ls",
    aliases = "list",
    header = "List functions.",
    customSynopsis = "skiff fn ls [-q] [-o FORMAT] [-l SELECTOR] [--namespace NS]")
public final class FunctionListCommand extends ApiCommand {
  private static final int LIMIT = 1_000;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Only those whose labels match.")
  private @Nullable String selector;

  @Option(names = "--namespace", paramLabel = "NS", description = "Only those of a namespace.")
  private @Nullable String namespace;

  @Mixin private OutputOptions output = new OutputOptions();

  public FunctionListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiRequest request =
        ApiRequest.get("/v1/functions").with("selector", selector).with("namespace", namespace);
    Pages.Found<DeployedFunction> found = Pages.read(api(), request, LIMIT, DeployedFunction::new);
    FunctionTable.listing(surroundings.clock().millis() * 1_000)
        .print(
            surroundings,
            output.format(),
            found.items(),
            "no functions; make one: skiff fn deploy NAME --image IMAGE");
    if (found.more()) {
      say("... and more than " + LIMIT + "; narrow them with -l");
    }
    return ExitCode.OK;
  }
}

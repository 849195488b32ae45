package dev.skiff.cli.function;

import dev.skiff.cli.api.FunctionApi;
import dev.skiff.cli.api.Pages;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.OutputOptions;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Column;
import dev.skiff.cli.output.Listing;
import dev.skiff.cli.output.Printable;
import dev.skiff.cli.view.Invocation;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff fn invocations`: what became of a function's invocations.
@Command(
    name = "invocations",
    header = "List a function's invocations, the newest first, with what became of them.",
    customSynopsis = "skiff fn invocations [-q] [-o FORMAT] [-n COUNT] [--namespace NS] NAME",
    description = "About those of the last hour.")
public final class FunctionInvocationsCommand extends ApiCommand {
  private static final int LONGEST_REASON = 60;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "COUNT",
      description = "At most so many; else 50.")
  private int limit = 50;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "NAME", description = "The function's name.")
  private String name = "";

  public FunctionInvocationsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    Pages.Found<Invocation> found =
        new FunctionApi(api(), namespace.name()).invocations(name, limit);
    listing(surroundings.clock().millis() * 1_000)
        .print(
            surroundings,
            output.format(),
            found.items(),
            "no invocations lately; make one: skiff fn invoke " + name);
    return ExitCode.OK;
  }

  private static Listing<Invocation> listing(long nowMicros) {
    return new Listing<>(
        List.of(
            Column.of("ID", Invocation::id),
            Column.of("STATE", Invocation::state),
            Column.of("ATTEMPTS", Invocation::attempts),
            Column.of("START", Invocation::start),
            Column.of("RAN", one -> one.ran() == 0 ? "" : Amounts.span(one.ran())),
            Column.of("AGE", one -> one.queued() == 0 ? "" : age(one, nowMicros)),
            Column.of("WHY", one -> Printable.shortened(one.reason(), LONGEST_REASON)),
            Column.<Invocation>of("HOST", Invocation::host).onlyWide(),
            Column.<Invocation>of("VM", Invocation::vm).onlyWide()),
        Invocation::json,
        Invocation::id);
  }

  private static String age(Invocation one, long nowMicros) {
    return Amounts.age(nowMicros - one.queued());
  }
}

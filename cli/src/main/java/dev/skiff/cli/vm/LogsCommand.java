package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.lookup.VmLookup;
import dev.skiff.cli.stream.LogPrinter;
import dev.skiff.cli.stream.LogReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff logs`: what a VM's command printed.
@Command(
    name = "logs",
    header = "Print what a microVM's command has printed.",
    customSynopsis = "skiff logs [-f] [-t] [-n LINES] [--since TIME] VM",
    description = "Its standard output goes to standard output, its errors to standard error.",
    footer = {"", "Examples:", "  skiff logs -f web.0", "  skiff logs --since 10m -t web.0"})
public final class LogsCommand extends ApiCommand {
  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the VM is over.")
  private boolean follow;

  @Option(
      names = {"-t", "--timestamps"},
      description = "Print each line after its time.")
  private boolean timestamps;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "LINES",
      description = "Only the last so many lines.")
  private @Nullable Integer tail;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only what came since: 10m (ago), or RFC 3339.")
  private @Nullable String since;

  @Parameters(paramLabel = "VM", description = "Its id or name, or a unique beginning.")
  private String vm = "";

  public LogsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (since != null && tail != null) {
      throw Failure.usage("--since and --tail: one or the other", null);
    }
    String from = since == null ? null : Since.parse(since, surroundings.clock());
    String id = new VmLookup(api()).id(vm);
    LogPrinter printer = new LogPrinter(surroundings, timestamps, () -> {});
    LogReader reader = new LogReader(new Vms(api()), api().target().url(), printer);
    if (follow) {
      reader.follow(id, from, tail);
    } else {
      reader.print(id, from, tail);
    }
    return ExitCode.OK;
  }
}

package dev.skiff.cli.function;

import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.api.FunctionApi;
import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.FailureReport;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.stream.LogPrinter;
import dev.skiff.cli.stream.LogReader;
import dev.skiff.cli.view.Vm;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff fn logs`: what a function's VMs printed.
@Command(
    name = "logs",
    header = "Print what a function's microVMs have printed, one after the other.",
    customSynopsis = "skiff fn logs [-t] [-n LINES] [--namespace NS] NAME",
    description = {
      "Only of microVMs that are not forgotten yet. What a stdio function prints on its standard",
      "output is its answer, and not in here. To follow one: skiff logs -f VM."
    })
public final class FunctionLogsCommand extends ApiCommand {
  private static final int MOST_VMS = 100;

  @Option(
      names = {"-t", "--timestamps"},
      description = "Print each line after its time.")
  private boolean timestamps;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "LINES",
      description = "Only the last so many lines of each.")
  private @Nullable Integer tail;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Parameters(paramLabel = "NAME", description = "The function's name.")
  private String name = "";

  public FunctionLogsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    String function = new FunctionApi(api(), namespace.name()).get(name).name();
    Vms vms = new Vms(api());
    ApiRequest ofFunction =
        Vms.list()
            .with("selector", "skiff.dev/function=" + function)
            .with("namespace", namespace.name());
    List<Vm> found = vms.list(ofFunction, MOST_VMS).items();
    if (found.isEmpty()) {
      say("%s has no microVMs now; it gets one when it is invoked".formatted(function));
    }
    int exitCode = ExitCode.OK;
    for (Vm vm : found) {
      say("==> " + vm.id() + " <==");
      try {
        LogPrinter printer = new LogPrinter(surroundings, timestamps, () -> {});
        new LogReader(vms, api().target().url(), printer).print(vm.id(), null, tail);
        surroundings.out().flush();
      } catch (RuntimeException e) {
        // One that never ran has no log; the others' are shown all the same.
        FailureReport report = FailureReport.of(e);
        report.lines().forEach(this::say);
        exitCode = Math.max(exitCode, report.exitCode());
      }
    }
    return exitCode;
  }
}

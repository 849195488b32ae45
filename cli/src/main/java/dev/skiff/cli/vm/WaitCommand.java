package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.DurationConverter;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.lookup.VmLookup;
import dev.skiff.cli.view.Exit;
import dev.skiff.cli.view.Vm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff wait`: waits for the end of VMs.
@Command(
    name = "wait",
    header = "Wait until microVMs are over, and print their exit codes.",
    customSynopsis = "skiff wait [--timeout TIME] VM...",
    description = {
      "One line for each, in order: the exit code, or a word such as lost, cancelled or",
      "image-not-found where there is none. Exits with 0 when all are over, 124 at the timeout."
    })
public final class WaitCommand extends ApiCommand {
  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long to wait for all of them; else forever.")
  private Duration timeout = Duration.ofDays(3_650);

  @Parameters(
      arity = "1..*",
      paramLabel = "VM",
      description = "Ids or names, or unique beginnings.")
  private List<String> names = new ArrayList<>();

  public WaitCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    VmLookup lookup = new VmLookup(api());
    List<String> ids = new ArrayList<>();
    for (String name : names) {
      ids.add(lookup.id(name));
    }
    long end = surroundings.clock().millis() + timeout.toMillis();
    for (String id : ids) {
      long left = Math.max(1, end - surroundings.clock().millis());
      print(word(Waits.untilOver(new Vms(api()), id, Duration.ofMillis(left))));
      surroundings.out().flush();
    }
    return ExitCode.OK;
  }

  private static String word(Vm vm) {
    if (vm.exitCode().isPresent()) {
      return Integer.toString(vm.exitCode().getAsInt());
    }
    String failure = vm.exit().map(Exit::failure).orElse("");
    return failure.isEmpty() ? vm.state().toLowerCase(Locale.ROOT) : failure;
  }
}

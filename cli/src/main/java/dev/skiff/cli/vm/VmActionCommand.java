package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.FailureReport;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.lookup.VmLookup;
import dev.skiff.cli.output.ProgressLine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/// A command that does the same to each of several VMs: to all of them first, then it waits until
/// it is so. One that fails does not keep the others from it. Prints the id of each that is done.
abstract class VmActionCommand extends ApiCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "VM",
      description = "Ids or names, or unique beginnings.")
  private List<String> names = new ArrayList<>();

  VmActionCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /// Asks for it.
  abstract void act(Vms vms, String id) throws InterruptedException;

  /// Waits until it is so.
  ///
  /// @param progress for words in the meantime
  abstract void await(Vms vms, String id, ProgressLine progress) throws InterruptedException;

  @Override
  public Integer call() throws InterruptedException {
    Vms vms = new Vms(api());
    VmLookup lookup = new VmLookup(api());
    int exitCode = ExitCode.OK;
    List<String> asked = new ArrayList<>();
    for (String name : names) {
      try {
        String id = lookup.id(name);
        act(vms, id);
        asked.add(id);
      } catch (RuntimeException e) {
        exitCode = Math.max(exitCode, tell(e));
      }
    }
    for (String id : asked) {
      try (ProgressLine progress = new ProgressLine(surroundings)) {
        await(vms, id, progress);
        progress.wipe();
        print(id);
      } catch (RuntimeException e) {
        exitCode = Math.max(exitCode, tell(e));
      }
    }
    return exitCode;
  }

  private int tell(RuntimeException e) {
    FailureReport report = FailureReport.of(e);
    report.lines().forEach(this::say);
    return report.exitCode();
  }
}

package dev.skiff.standalone.doctor;

import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.standalone.data.DefaultFolder;
import dev.skiff.standalone.up.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skiff doctor`: looks this machine over.
@Command(
    name = "doctor",
    header = "Say what works on this machine, and why.",
    customSynopsis = "skiff doctor [--data DIR]",
    description = {
      "Boots a tiny guest with each VMM that it finds, because a /dev/kvm that opens may still hang",
      "every guest. Exits with 0 when real VMs run here, with 1 when they do not."
    })
public final class DoctorCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--data", paramLabel = "DIR", description = "The fleet's folder.")
  private @Nullable Path data;

  public DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = data == null ? DefaultFolder.of(surroundings.environment()) : data;
    List<Finding> findings = new ArrayList<>();
    report(
        findings,
        MachineChecks.look(
            Machine.here(nearestExisting(folder)),
            System.getProperty("os.arch", "?"),
            Runtime.version()));
    report(findings, new ToolChecks(surroundings.environment().getOrDefault("PATH", "")).look());
    surroundings.err().println("booting a guest with each VMM, which takes some seconds ...");
    report(findings, DriverChecks.look(folder));
    boolean broken =
        findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.BROKEN);
    return broken ? ExitCode.ERROR : ExitCode.OK;
  }

  private void report(List<Finding> all, List<Finding> findings) {
    for (Finding finding : findings) {
      all.add(finding);
      surroundings
          .out()
          .printf("%-7s %-20s %s%n", finding.verdict().word(), finding.what(), finding.detail());
      if (finding.advice() != null) {
        surroundings.out().printf("%-7s %-20s → %s%n", "", "", finding.advice());
      }
      surroundings.out().flush();
    }
  }

  private static Path nearestExisting(Path folder) {
    Path candidate = folder.toAbsolutePath();
    while (!candidate.toFile().exists() && candidate.getParent() != null) {
      candidate = candidate.getParent();
    }
    return candidate;
  }
}

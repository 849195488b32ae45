package dev.skiff.loadtests.replay;

import dev.skiff.core.placement.Policy;
import dev.skiff.loadtests.results.Figure;
import dev.skiff.loadtests.results.Machine;
import dev.skiff.loadtests.results.Report;
import dev.skiff.loadtests.traces.TraceFormatException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How many hosts recorded VMs take.
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Packs the VMs of a trace by the placement engine: host-hours over the lower bound.")
public final class ReplayCommand implements Callable<Integer> {
  @Option(names = "--trace", required = true, description = "a .csv or .csv.gz file")
  private Path trace = Path.of("");

  @Option(names = "--host", description = "vCPUs and memory of each host (${DEFAULT-VALUE})")
  private String host = "64x176GiB";

  @Option(
      names = "--hosts",
      description = "how many there are; 0 opens one when nothing fits (${DEFAULT-VALUE})")
  private int hosts;

  @Option(
      names = "--policy",
      description = "default, or scorers with weights such as best-fit:1,image:0.5")
  private String policy = "default";

  @Option(names = "--out", description = "where to write vm,host for each VM; host -1 is rejected")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    Path tree = Path.of(System.getProperty("skiff.root", "."));
    PackingReplay replay;
    HostShape shape;
    try {
      shape = HostShape.parse(host);
      replay = new PackingReplay(shape, hosts, Policy.parse(policy));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    long began = System.nanoTime();
    PackingReplay.Result result;
    try (TraceReader reader = new TraceReader(trace);
        Writer writer = writer()) {
      writer.write("vm,host\n");
      result = replay.run(reader, (vm, at) -> writer.write(vm + "," + at + "\n"));
    } catch (TraceFormatException e) {
      System.err.println(e.getMessage());
      return 1;
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    Report report =
        new Report(
            "replay-" + shape + (hosts == 0 ? "" : "-" + hosts),
            commandLine(),
            Machine.commit(tree),
            Machine.describe(),
            Targets.of(shape, hosts).figures(result, seconds));
    report.print(System.out);
    System.err.printf(
        "%naccounted until second %.0f; written to %s%n",
        result.endSeconds(), report.write(tree.resolve("loadtests/target/results")));
    return 0;
  }

  private Writer writer() throws IOException {
    return out == null ? Writer.nullWriter() : new BufferedWriter(Files.newBufferedWriter(out));
  }

  private String commandLine() {
    return "loadtests/run replay --trace %s --host %s%s%s"
        .formatted(
            trace.getFileName(),
            host,
            hosts == 0 ? "" : " --hosts " + hosts,
            policy.equals("default") ? "" : " --policy " + policy);
  }

  /// What is asked of the settings that have a target.
  private record Targets(@Nullable Double ratio, @Nullable Integer rejected) {
    static Targets of(HostShape shape, int hosts) {
      return switch (shape + "/" + hosts) {
        case "64x176GiB/0" -> new Targets(1.100, null);
        case "64x160GiB/0" -> new Targets(1.105, null);
        case "64x176GiB/710" -> new Targets(1.116, 31);
        default -> new Targets(null, null);
      };
    }

    List<Figure> figures(PackingReplay.Result result, double seconds) {
      return List.of(
          ratio == null
              ? Figure.of("host-hours over the lower bound", result.ratio(), "")
              : Figure.atMost("host-hours over the lower bound", result.ratio(), "", ratio),
          rejected == null
              ? Figure.of("rejected", result.rejected(), "VMs")
              : Figure.atMost("rejected", result.rejected(), "VMs", rejected),
          Figure.of("peak", result.peak(), "hosts"),
          Figure.of("hosts ever", result.hostsEver(), "hosts"),
          Figure.of("VMs", result.vms(), "VMs"),
          Figure.of("time", seconds, "s"),
          Figure.of("VMs a second", result.vms() / seconds, "/s"));
    }
  }
}

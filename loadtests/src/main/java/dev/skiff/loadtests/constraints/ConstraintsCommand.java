package dev.skiff.loadtests.constraints;

import dev.skiff.core.placement.Policy;
import dev.skiff.loadtests.results.Figure;
import dev.skiff.loadtests.results.Machine;
import dev.skiff.loadtests.results.Report;
import dev.skiff.loadtests.traces.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Whether rules about other VMs are kept, by the judgement of somebody else.
@Command(
    name = "constraints",
    mixinStandardHelpOptions = true,
    description = "Places VMs with affinities, anti-affinities and fault domains on NUMA servers.")
public final class ConstraintsCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 10;

  @Option(names = "--trace", required = true, description = "the VMs, a .csv or .csv.gz file")
  private Path trace = Path.of("");

  @Option(names = "--hosts", required = true, description = "the servers' NUMA nodes, likewise")
  private Path hosts = Path.of("");

  @Option(names = "--topology", required = true, description = "the servers' racks, likewise")
  private Path topology = Path.of("");

  /// Not the default one: its pieces are meant for hosts, and what scorers see is the first node.
  @Option(names = "--policy", description = "as for replay (${DEFAULT-VALUE})")
  private String policy = "best-fit:1,empty-last:3";

  @Option(names = "--out", description = "where to write vm,host,node,reason for each VM")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    Path tree = Path.of(System.getProperty("skiff.root", "."));
    List<NumaVm> vms;
    List<NumaHost> servers;
    Policy chosen;
    try {
      vms = DataSet.vms(trace);
      servers = DataSet.hosts(hosts, topology);
      chosen = Policy.parse(policy);
    } catch (TraceFormatException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    long began = System.nanoTime();
    List<Placed> placed = new NumaPlacement(servers, chosen).place(vms);
    double seconds = (System.nanoTime() - began) / 1e9;
    List<String> violations = new RuleChecker(servers).violations(vms, placed);
    if (out != null) {
      write(out, placed);
    }
    List<Placed> waiting = placed.stream().filter(p -> p.host() == Placed.NOWHERE).toList();
    int explained = (int) waiting.stream().filter(p -> !p.reason().isBlank()).count();
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.atMost("violations", violations.size(), "", 0));
    figures.add(
        Figure.atMost("neither placed nor explained", waiting.size() - explained, "VMs", 0));
    figures.add(Figure.of("placed", vms.size() - waiting.size(), "VMs"));
    figures.add(Figure.of("explained", explained, "VMs"));
    figures.add(Figure.of("servers", servers.size(), "servers"));
    figures.add(Figure.of("time", seconds, "s"));
    String set = String.valueOf(trace.getFileName());
    Report report =
        new Report(
            "constraints-" + set.replaceAll("\\.csv(\\.gz)?$", ""),
            "loadtests/run constraints --trace %s --hosts %s --topology %s"
                .formatted(set, hosts.getFileName(), topology.getFileName()),
            Machine.commit(tree),
            Machine.describe(),
            figures);
    report.print(System.out);
    show(violations, waiting);
    System.err.println("\nwritten to " + report.write(tree.resolve("loadtests/target/results")));
    return violations.isEmpty() ? 0 : 1;
  }

  private static void show(List<String> violations, List<Placed> waiting) {
    violations.stream().limit(MOST_SHOWN).forEach(v -> System.out.println("  VIOLATION " + v));
    Map<String, Integer> reasons = new TreeMap<>();
    for (Placed one : waiting) {
      NumaVm vm = one.vm();
      reasons.merge(
          "%s, %d vCPUs, %d GiB on %d nodes"
              .formatted(vm.strategy(), vm.cpus(), vm.memoryGib(), vm.nodes()),
          1,
          Integer::sum);
    }
    if (!waiting.isEmpty()) {
      System.out.println("\n  without a host:");
      reasons.forEach((what, count) -> System.out.printf("  %6d %s%n", count, what));
      System.out.println(
          "  for example VM %d: %s"
              .formatted(waiting.getFirst().vm().row(), waiting.getFirst().reason()));
    }
  }

  private static void write(Path file, List<Placed> placed) throws IOException {
    StringBuilder text = new StringBuilder("vm,host,node,reason\n");
    for (Placed one : placed) {
      text.append(one.vm().row())
          .append(',')
          .append(one.host())
          .append(',')
          .append(one.node())
          .append(",\"")
          .append(one.reason().replace("\"", "\"\""))
          .append("\"\n");
    }
    Files.writeString(file, text);
  }
}

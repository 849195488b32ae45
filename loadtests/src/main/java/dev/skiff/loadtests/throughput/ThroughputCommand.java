package dev.skiff.loadtests.throughput;

import dev.skiff.loadtests.results.Figure;
import dev.skiff.loadtests.results.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts a million VMs, or two, through HTTP, Kafka and the real scheduler.
public abstract sealed class ThroughputCommand implements Callable<Integer> {
  @Option(names = "--jobs", description = "of equal size; 0 makes jobs of 1,000 VMs")
  private int jobs;

  @Option(names = "--cells", description = "of the fleet (${DEFAULT-VALUE})")
  private int cells = 1;

  @Option(names = "--quick", description = "a tenth of the VMs and hosts")
  private boolean quick;

  private final String name;
  private final int usualVms;
  private final int usualHosts;

  @Option(names = "--vms", description = "how many")
  private int vms;

  @Option(names = "--hosts", description = "simulated, each for 400 VMs")
  private int hosts;

  private ThroughputCommand(String name, int usualVms, int usualHosts) {
    this.name = name;
    this.usualVms = usualVms;
    this.usualHosts = usualHosts;
  }

  /// Row 1 of the targets.
  @Command(
      name = "c1m",
      mixinStandardHelpOptions = true,
      description = "Starts 1,000,000 VMs on 5,000 hosts: VMs a second.")
  public static final class C1m extends ThroughputCommand {
    public C1m() {
      super("c1m", 1_000_000, 5_000);
    }

    @Override
    Figure headline(StartAll.Result result, boolean whole) {
      return whole
          ? Figure.atLeast("VMs started, whole run", result.rate(), "VMs/s", 40_000)
          : Figure.of("VMs started, whole run", result.rate(), "VMs/s");
    }
  }

  /// Row 2 of the targets.
  @Command(
      name = "c2m",
      mixinStandardHelpOptions = true,
      description = "Starts 2,000,000 VMs on 6,100 hosts: how long it takes.")
  public static final class C2m extends ThroughputCommand {
    public C2m() {
      super("c2m", 2_000_000, 6_100);
    }

    @Override
    Figure headline(StartAll.Result result, boolean whole) {
      return whole
          ? Figure.atMost("first submit to last VM running", result.seconds(), "s", 60)
          : Figure.of("first submit to last VM running", result.seconds(), "s");
    }
  }

  /// @param whole whether it was as large as the target says
  abstract Figure headline(StartAll.Result result, boolean whole);

  @Override
  public Integer call() throws Exception {
    Path tree = Path.of(System.getProperty("skiff.root", "."));
    int share = quick ? 10 : 1;
    int allVms = vms == 0 ? usualVms / share : vms;
    int allHosts = hosts == 0 ? usualHosts / share : hosts;
    int allJobs = jobs == 0 ? Math.max(1, allVms / 1_000) : jobs;
    StartAll.Result result = new StartAll(allVms, allHosts, allJobs, cells).run();
    result.timeLine().print(System.out);
    List<Figure> figures = new ArrayList<>();
    figures.add(headline(result, allVms >= usualVms && allHosts >= usualHosts));
    figures.add(Figure.of("VMs running", (double) result.timeLine().total(), "VMs"));
    figures.add(Figure.of("time", result.seconds(), "s"));
    figures.add(Figure.of("middle 80 % of the VMs", result.timeLine().middleRate(), "VMs/s"));
    figures.addAll(result.figures());
    Report.of(
            tree,
            name,
            "loadtests/run %s --vms %d --hosts %d --jobs %d --cells %d"
                .formatted(name, allVms, allHosts, allJobs, cells),
            figures)
        .publish(tree);
    return 0;
  }
}

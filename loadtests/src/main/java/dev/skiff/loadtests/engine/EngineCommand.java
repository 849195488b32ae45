package dev.skiff.loadtests.engine;

import dev.skiff.loadtests.results.Figure;
import dev.skiff.loadtests.results.Machine;
import dev.skiff.loadtests.results.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the micro-benchmarks.
@Command(
    name = "engine",
    mixinStandardHelpOptions = true,
    description = "Placement decisions a second with 10,000 hosts, and the log's codec (JMH).")
public final class EngineCommand implements Callable<Integer> {
  @Option(names = "--quick", description = "few and short rounds, for a first impression")
  private boolean quick;

  @Option(names = "--verbose", description = "JMH's own output")
  private boolean verbose;

  @Override
  public Integer call() throws Exception {
    Path tree = Path.of(System.getProperty("skiff.root", "."));
    TimeValue round = TimeValue.seconds(quick ? 1 : 3);
    List<Figure> figures = new ArrayList<>();
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(PlacementBenchmark.class.getName())
                    .include(CodecBenchmark.class.getName())
                    .forks(quick ? 1 : 3)
                    .warmupIterations(quick ? 4 : 5)
                    .warmupTime(round)
                    .measurementIterations(quick ? 3 : 5)
                    .measurementTime(round)
                    .threads(1)
                    .jvmArgs("-Xmx2g", "-XX:+UseSerialGC")
                    .verbosity(verbose ? VerboseMode.NORMAL : VerboseMode.SILENT)
                    .build())
            .run()) {
      figures.add(figure(result));
    }
    Report report =
        new Report(
            "engine",
            "loadtests/run engine" + (quick ? " --quick" : ""),
            Machine.commit(tree),
            Machine.describe(),
            figures);
    report.print(System.out);
    System.err.println("\nwritten to " + report.write(tree.resolve("loadtests/target/results")));
    return 0;
  }

  private static Figure figure(RunResult result) {
    double rate = result.getPrimaryResult().getScore();
    String benchmark = result.getPrimaryResult().getLabel();
    return switch (benchmark) {
      case "plain" -> Figure.atLeast("decisions, plain", rate, "/s", 1_000_000);
      case "constrained" ->
          Figure.atLeast("decisions, constraints and spread", rate, "/s", 200_000);
      case "explain" -> Figure.of("explanations over 10,000 hosts", rate, "/s");
      case "encode" -> Figure.of("log events encoded", rate, "/s");
      case "decode" -> Figure.of("log events decoded", rate, "/s");
      default -> Figure.of(benchmark, rate, "/s");
    };
  }
}

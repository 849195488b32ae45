package dev.skiff.loadtests.check;

import dev.skiff.contracts.Topics;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.loadtests.results.Figure;
import dev.skiff.loadtests.results.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The offline checker.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reads the topics of a fleet alone and proves or refutes that nothing was lost, doubled or",
      "overcommitted. Exit code 1 when something was."
    })
public final class CheckCommand implements Callable<Integer> {
  @Option(names = "--bootstrap", required = true, description = "HOST:PORT of Kafka")
  private String bootstrap = "";

  @Option(names = "--prefix", description = "of the topics (${DEFAULT-VALUE})")
  private String prefix = "skiff";

  @Option(names = "--cells", description = "of the fleet (${DEFAULT-VALUE})")
  private int cells = 1;

  @Option(
      names = "--settled",
      description = "the fleet has nothing left to do: VMs on their way count as lost")
  private boolean settled;

  @Option(
      names = "--follow",
      description = "read along from the start until standard input ends, then to the end")
  private boolean follow;

  @Option(names = "--acknowledged", description = "file with ids of jobs that must be there")
  private @Nullable Path acknowledged;

  @Override
  public Integer call() throws Exception {
    KafkaSettings settings = KafkaSettings.local(bootstrap, new Topics(prefix, cells), "check");
    try (TopicCheck check = TopicCheck.open(settings)) {
      if (follow) {
        System.out.println("follows the logs");
      }
      check.readLogs(follow ? endOfInput() : () -> true);
      Path jobs = acknowledged;
      check.finish(settled, jobs == null ? Set.of() : Set.copyOf(Files.readAllLines(jobs)));
      check.findings().violations().forEach(System.out::println);
      System.out.println(check.counts());
      System.out.println(check.findings().sentence());
      publish(check);
      return check.findings().isClean() ? 0 : 1;
    }
  }

  private void publish(TopicCheck check) throws IOException, InterruptedException {
    Findings findings = check.findings();
    CheckedCounts counts = check.counts();
    Path tree = Path.of(System.getProperty("skiff.root", "."));
    Report.of(
            tree,
            "check",
            "loadtests/run check --bootstrap %s --prefix %s --cells %d"
                .formatted(bootstrap, prefix, cells),
            List.of(
                Figure.atMost("lost", (double) findings.count(Kind.LOST), "", 0),
                Figure.atMost("doubled", (double) findings.count(Kind.DOUBLED), "", 0),
                Figure.atMost("overcommitted", (double) findings.count(Kind.OVERCOMMITTED), "", 0),
                Figure.atMost("illegal in the log", (double) findings.count(Kind.ILLEGAL), "", 0),
                Figure.of("VMs", (double) counts.vms(), ""),
                Figure.of("Transitions", (double) counts.transitions(), ""),
                Figure.of("log records that do not count", (double) counts.voided(), "")))
        .publish(tree);
  }

  private static BooleanSupplier endOfInput() {
    AtomicBoolean over = new AtomicBoolean();
    Thread.ofVirtual()
        .name("end-of-input")
        .start(() -> {
          try {
            long _ = System.in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            System.err.println("standard input: " + e.getMessage());
          } finally {
            over.set(true);
          }
        });
    return over::get;
  }
}

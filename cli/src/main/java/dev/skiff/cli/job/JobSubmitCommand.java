package dev.skiff.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.DurationConverter;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.command.OutputOptions;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.OutputFormat;
import dev.skiff.cli.view.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff job submit`: hands manifests in.
@Command(
    name = "submit",
    header = "Submit the jobs of a manifest, YAML or JSON.",
    customSynopsis = "skiff job submit -f FILE|- [--name NAME] [--count N] [--wait]",
    description = "Prints the id of each job; what was placed where goes to standard error.",
    footer = {
      "",
      "Examples:",
      "  skiff job submit -f thumbnails.yaml --wait",
      "  generate | skiff job submit -f - --count 20"
    })
public final class JobSubmitCommand extends ApiCommand {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The manifest; - is standard input. It may hold several documents.")
  private String file = "";

  @Option(names = "--name", paramLabel = "NAME", description = "Instead of metadata.name.")
  private @Nullable String name;

  @Option(names = "--count", paramLabel = "N", description = "Instead of spec.count.")
  private @Nullable Integer count;

  @Option(
      names = "--wait",
      description = "Wait for the end; exit with 0 if all succeeded, 1 if not.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long to wait (exit with 124); else forever.")
  private Duration timeout = Duration.ofDays(3_650);

  @Mixin private OutputOptions output = new OutputOptions();

  public JobSubmitCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    List<ObjectNode> manifests = Manifests.read(file, surroundings.in());
    if (name != null && manifests.size() > 1) {
      throw Failure.usage("--name: one name for " + manifests.size() + " manifests", null);
    }
    List<Job> jobs = new ArrayList<>();
    for (ObjectNode manifest : manifests) {
      override(manifest);
      Job job = new Jobs(api()).submit(manifest, false);
      jobs.add(job);
      if (output.format() == OutputFormat.TABLE) {
        print(job.id());
        Placements.sentences(job).forEach(this::say);
      }
    }
    if (output.format() != OutputFormat.TABLE) {
      JobTable.listing(surroundings.clock().millis() * 1_000)
          .print(surroundings, output.format(), jobs, "");
    }
    surroundings.out().flush();
    return wait
        ? new JobEnds(api(), surroundings).await(jobs.stream().map(Job::id).toList(), timeout)
        : ExitCode.OK;
  }

  private void override(ObjectNode manifest) {
    if (name != null) {
      manifest.withObjectProperty("metadata").put("name", name);
    }
    if (count != null) {
      manifest.withObjectProperty("spec").put("count", count);
    }
  }
}

package dev.skiff.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.DurationConverter;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.OutputOptions;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.OutputFormat;
import dev.skiff.cli.view.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff job submit`: hands manifests in.
@Command(
    name = "submit",
    header = "Submit the jobs of a manifest, YAML or JSON.",
    customSynopsis = "skiff job submit -f FILE|- [--name NAME] [--count N] [--wait] [OPTIONS]",
    description = "Prints the id of each job; what was placed where goes to standard error.",
    footer = {
      "",
      "Examples:",
      "  skiff job submit -f thumbnails.yaml --wait",
      "  generate | skiff job submit -f - --count 20"
    })
public final class JobSubmitCommand extends ApiCommand {
  @Mixin private JobOverrides source = new JobOverrides();

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
    List<Job> jobs = new ArrayList<>();
    for (ObjectNode manifest : source.manifests(surroundings.in())) {
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
}

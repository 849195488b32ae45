package dev.skiff.cli.lookup;

import dev.skiff.cli.api.ApiClient;
import dev.skiff.cli.api.Jobs;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.view.Job;
import java.util.List;
import java.util.regex.Pattern;

/// Finds jobs by id, by name, or by a beginning of either that only one has.
public final class JobLookup {
  private static final Pattern WHOLE_ID = Pattern.compile("j[0-9]+-[a-z0-9]{8,20}");

  private final Jobs jobs;

  public JobLookup(ApiClient api) {
    this.jobs = new Jobs(api);
  }

  /// The id of the job that is meant. A whole id is taken as it is; whoever uses it learns whether
  /// it exists.
  ///
  /// @throws Failure when it means none or several
  public String id(String text) throws InterruptedException {
    return WHOLE_ID.matcher(text).matches() ? text : job(text).id();
  }

  /// The job that is meant.
  ///
  /// @throws Failure when it means none or several
  public Job job(String text) throws InterruptedException {
    List<Job> found = beginningWith(text);
    if (found.isEmpty()) {
      throw new Failure("no job \"" + text + "\"", "see what there is: skiff job ls");
    }
    return choose(text, found);
  }

  List<Job> beginningWith(String text) throws InterruptedException {
    return jobs.list(Jobs.list().with("prefix", text), Candidates.LIMIT).items();
  }

  static Job choose(String text, List<Job> found) {
    List<Job> exact =
        found.stream().filter(job -> job.id().equals(text) || job.name().equals(text)).toList();
    for (List<Job> choice : List.of(exact, found)) {
      if (choice.size() == 1) {
        return choice.getFirst();
      }
    }
    throw Candidates.ambiguous("job", text, found, JobLookup::label);
  }

  private static String label(Job job) {
    return job.name().isEmpty() ? job.id() : job.id() + " (" + job.name() + ")";
  }
}

package dev.skiff.cli.job;

import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Column;
import dev.skiff.cli.output.Listing;
import dev.skiff.cli.view.Job;
import dev.skiff.cli.vm.VmTable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How lists of jobs look.
public final class JobTable {
  private static final List<String> PHASES =
      List.of("pending", "starting", "running", "held", "stopping", "succeeded", "failed");

  private JobTable() {}

  /// @param nowMicros for ages, microseconds since the epoch
  static Listing<Job> listing(long nowMicros) {
    return new Listing<>(
        List.of(
            Column.of("ID", Job::id),
            Column.of("NAME", Job::name),
            Column.of("IMAGE", Job::image),
            Column.<Job>of("STATE", Job::state).coloured(job -> VmTable.colour(job.state())),
            Column.of("VMS", job -> Integer.toString(job.count())),
            Column.of("RUNNING", job -> Integer.toString(job.vms("running"))),
            Column.of("DONE", JobTable::done),
            Column.of("AGE", job -> age(job, nowMicros)),
            Column.<Job>of("NAMESPACE", Job::namespace).onlyWide(),
            Column.<Job>of("PHASES", JobTable::counts).onlyWide()),
        Job::json,
        Job::id);
  }

  /// How many VMs are in which phase, those with none left out.
  public static String counts(Job job) {
    String counts =
        PHASES.stream()
            .filter(phase -> job.vms(phase) > 0)
            .map(phase -> job.vms(phase) + " " + phase)
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? "no VMs" : counts;
  }

  private static String done(Job job) {
    int failed = job.vms("failed");
    return Stream.of(job.vms("succeeded") + " ok", failed == 0 ? "" : failed + " failed")
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String age(Job job, long nowMicros) {
    return job.submitted() == 0 ? "" : Amounts.age(nowMicros - job.submitted());
  }
}

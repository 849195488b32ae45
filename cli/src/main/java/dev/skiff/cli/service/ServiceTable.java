package dev.skiff.cli.service;

import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Column;
import dev.skiff.cli.output.Listing;
import dev.skiff.cli.view.Job;
import dev.skiff.cli.vm.VmTable;
import java.util.List;

/// How lists of services look.
final class ServiceTable {
  private ServiceTable() {}

  /// @param nowMicros for ages, microseconds since the epoch
  static Listing<Job> listing(long nowMicros) {
    return new Listing<>(
        List.of(
            Column.of("NAME", Job::name),
            Column.of("IMAGE", Job::image),
            Column.<Job>of("STATE", Job::state).coloured(job -> VmTable.colour(job.state())),
            Column.of("RUNNING", job -> job.vms("running") + "/" + job.count()),
            Column.of("GENERATION", ServiceTable::generation),
            Column.of("AGE", job -> age(job, nowMicros)),
            Column.<Job>of("ID", Job::id).onlyWide(),
            Column.<Job>of("NAMESPACE", Job::namespace).onlyWide()),
        Job::json,
        Job::name);
  }

  /// The generation of its spec, and those of which VMs are left.
  static String generation(Job job) {
    return job.olderGenerations().isEmpty()
        ? Integer.toString(job.generation())
        : job.generation() + " (changing from " + String.join(", ", job.olderGenerations()) + ")";
  }

  private static String age(Job job, long nowMicros) {
    return job.submitted() == 0 ? "" : Amounts.age(nowMicros - job.submitted());
  }
}

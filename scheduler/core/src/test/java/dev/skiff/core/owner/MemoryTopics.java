package dev.skiff.core.owner;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Requests and reports that several schedulers read; an input's place in its list is its offset.
final class MemoryTopics {
  static final JobSpec ONE =
      JobSpec.of(
          1,
          new VmSpec(
              "skiff/busybox",
              List.of(),
              Map.of(),
              null,
              null,
              false,
              false,
              new Resources(100, 64, 10, 1)));

  final List<CellInputs.Input> requests = new ArrayList<>();
  final List<CellInputs.Input> reports = new ArrayList<>();

  void request(Request request) {
    requests.add(new CellInputs.Input.Requested(requests.size(), 300, request));
  }

  void submit(String job, JobSpec spec, long now, long notAfter) {
    request(new Request.SubmitJob(new JobId(job), spec, false, true, null, now, notAfter));
  }

  void report(String host, long session, long now, Report... some) {
    reports.add(
        new CellInputs.Input.Reported(
            reports.size(), 300, new ReportBatch(new HostId(host), session, now, List.of(some))));
  }

  void join(String host, long session, long now) {
    report(
        host, session, now, new Report.Joined("journal-of-" + host, facts(), List.of(), List.of()));
  }

  /// The same, but only one of it may run.
  static JobSpec exclusive() {
    return new JobSpec(
        ONE.kind(),
        ONE.name(),
        ONE.namespace(),
        ONE.labels(),
        ONE.count(),
        ONE.parallelism(),
        new RestartPolicy(RestartPolicy.Mode.ALWAYS, 5),
        ONE.backoffLimit(),
        ONE.activeDeadlineSeconds(),
        ONE.ttlSecondsAfterFinished(),
        true,
        ONE.vm(),
        ONE.placement(),
        ONE.update());
  }

  static HostFacts facts() {
    return new HostFacts(
        "http://127.0.0.1:1",
        Map.of(),
        new Resources(4_000, 8_192, 10_000, 100),
        100,
        "simulated",
        "for tests",
        List.of(),
        "test");
  }
}

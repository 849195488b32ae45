package dev.skiff.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import java.util.List;

/// Two schedulers with one log, stepped by hand.
abstract class TwoSchedulers {
  static final long SECOND = 1_000_000;
  static final HostId HOST = new HostId("h1");

  final MemoryLog log = new MemoryLog();
  final Node a = new Node("a", log);
  final Node b = new Node("b", log);
  long now = 1_000 * SECOND;

  void own(Node node) {
    for (int i = 0; i < 30 && node.worker.role() != Role.OWNING; i++) {
      node.step(now);
      if (node.worker.role() != Role.OWNING) {
        now += SECOND / 10;
      }
    }
    assertThat(node.worker.role()).isEqualTo(Role.OWNING);
  }

  CellInputs.Input submit(long offset, String job) {
    return new CellInputs.Input.Requested(
        offset,
        300,
        new Request.SubmitJob(
            new JobId(job), MemoryTopics.ONE, false, true, null, now, Long.MAX_VALUE));
  }

  CellInputs.Input joined(long offset) {
    return new CellInputs.Input.Reported(
        offset,
        300,
        new ReportBatch(
            HOST,
            1,
            now,
            List.of(new Report.Joined("journal", MemoryTopics.facts(), List.of(), List.of()))));
  }
}

package dev.skiff.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.wire.Codecs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingReportsTest {
  private static final JobId JOB = new JobId("j0-aaaa");
  private static final int ENOUGH = 90 * 1_024;

  private final WaitingReports waiting = new WaitingReports();

  @Test
  void shouldLetVmsOfOneOrderShareAReport() {
    waiting.add(accepted(0, 1, 70));
    waiting.add(accepted(1, 1, 70));
    waiting.add(new Report.VmsAccepted(JOB, 2, 5, 1, 70));
    assertThat(waiting.next(ENOUGH)).containsExactly(new Report.VmsAccepted(JOB, 0, 7, 1, 70));
  }

  @Test
  void shouldKeepApartWhatIsNotTheSame() {
    List<Report> reports =
        List.of(
            accepted(0, 1, 70),
            accepted(2, 1, 70),
            accepted(3, 2, 70),
            accepted(4, 2, 71),
            new Report.VmsAccepted(new JobId("j0-bbbb"), 5, 1, 2, 71),
            started(6, 0),
            new Report.VmPaused(new VmId(JOB, 6), 1),
            started(7, 0),
            started(6, 0));
    reports.forEach(waiting::add);
    assertThat(waiting.next(ENOUGH)).isEqualTo(reports);
  }

  @Test
  void shouldLetVmsShareAReportThatStartedWithinAMillisecondAndCarryThePhasesOfTheLast() {
    waiting.add(started(0, 0));
    waiting.add(started(1, 1_000));
    waiting.add(started(2, 2_001));
    assertThat(waiting.next(ENOUGH))
        .containsExactly(new Report.VmsStarted(JOB, 0, 2, 1, phases(1_000)), started(2, 2_001));
  }

  @Test
  void shouldNotTouchWhatIsOnItsWay() {
    waiting.add(accepted(0, 1, 70));
    List<Report> onItsWay = waiting.next(ENOUGH);
    waiting.add(accepted(1, 1, 70));
    waiting.add(accepted(2, 1, 70));
    assertThat(onItsWay).containsExactly(accepted(0, 1, 70));
    waiting.sent(onItsWay.size());
    assertThat(waiting.next(ENOUGH)).containsExactly(new Report.VmsAccepted(JOB, 1, 2, 1, 70));
  }

  @Test
  void shouldJoinAgainOnceEverythingIsSent() {
    waiting.add(accepted(0, 1, 70));
    waiting.sent(waiting.next(ENOUGH).size());
    waiting.add(accepted(1, 1, 70));
    waiting.add(accepted(2, 1, 70));
    assertThat(waiting.next(ENOUGH)).hasSize(1);
  }

  @Test
  void shouldHandOutNoMoreThanFitsAndAtLeastOne() {
    List<Report> reports = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      // Worst cases of text: characters that are escaped, and such that take three bytes.
      String detail = (i % 2 == 0 ? "\u0001" : "\u20ac").repeat(i % 50);
      reports.add(
          new Report.VmEnded(
              VmId.parse("j9999-aaaaaaaaaabbbbbbbbbb." + (1_000_000 + i)),
              Integer.MAX_VALUE,
              new ExitStatus(-1_000_000, 1_000, true, "guest-unbootable", detail, Long.MAX_VALUE)));
    }
    reports.forEach(waiting::add);
    List<Report> sent = new ArrayList<>();
    while (!waiting.isEmpty()) {
      List<Report> part = waiting.next(8_192);
      ReportBatch batch = new ReportBatch(new HostId("h1"), 1, 1, part);
      assertThat(Codecs.REPORT.encode(batch).length).isLessThan(8_192 + 200);
      sent.addAll(part);
      waiting.sent(part.size());
    }
    assertThat(sent).isEqualTo(reports);
    waiting.add(reports.getFirst());
    assertThat(waiting.next(1)).hasSize(1);
  }

  private static Report accepted(int index, int incarnation, long orderReceived) {
    return new Report.VmsAccepted(JOB, index, 1, incarnation, orderReceived);
  }

  private static Report started(int index, long at) {
    return new Report.VmsStarted(JOB, index, 1, 1, phases(at));
  }

  private static StartPhases phases(long at) {
    return new StartPhases(7, 10_000 + at, 20_000 + at, 30_000 + at);
  }
}

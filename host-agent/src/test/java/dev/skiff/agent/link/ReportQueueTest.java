package dev.skiff.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.wire.Codecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportQueueTest {
  private static final HostId HOST = new HostId("h1");

  private final ReportQueue queue = new ReportQueue(HOST, 100);

  @Test
  void shouldLetReportsShareARecordAndKeepTheirOrder() throws Exception {
    queue.open(3);
    queue.put(List.of(report(1), report(2)));
    queue.put(List.of(report(3)));
    ReportBatch batch = queue.next(Duration.ZERO, 9);
    assertThat(batch)
        .isEqualTo(new ReportBatch(HOST, 3, 9, List.of(report(1), report(2), report(3))));
  }

  @Test
  void shouldHandOutAgainWhatWasNotSent() throws Exception {
    queue.open(3);
    queue.put(List.of(report(1)));
    ReportBatch first = queue.next(Duration.ZERO, 9);
    assertThat(queue.next(Duration.ZERO, 9)).isEqualTo(first);
    queue.sent(first);
    queue.put(List.of(report(2)));
    assertThat(queue.next(Duration.ZERO, 9).reports()).containsExactly(report(2));
  }

  @Test
  void shouldKeepEachRecordBelowItsLimit() throws Exception {
    queue.open(3);
    List<Report> reports = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ExitStatus exit = ExitStatus.failed("boot-failed", "x".repeat(ExitStatus.MAX_DETAIL), 1);
      reports.add(new Report.VmEnded(VmId.parse("j0-aaaa." + i), 1, exit));
    }
    queue.put(reports);
    List<Report> sent = new ArrayList<>();
    while (queue.size() > 0) {
      ReportBatch batch = queue.next(Duration.ZERO, 9);
      Codecs.REPORT.encode(batch);
      sent.addAll(batch.reports());
      queue.sent(batch);
    }
    assertThat(sent).isEqualTo(reports);
  }

  @Test
  void shouldTakeAllOrNothing() throws Exception {
    ReportQueue small = new ReportQueue(HOST, 2);
    small.open(1);
    assertThat(small.put(List.of(report(1)))).isTrue();
    assertThat(small.put(List.of(report(2), report(3)))).isFalse();
    assertThat(small.next(Duration.ZERO, 9).reports()).containsExactly(report(1));
  }

  @Test
  void shouldDropWhatIsOfAnOlderSession() throws Exception {
    queue.open(1);
    queue.put(List.of(report(1)));
    ReportBatch old = queue.next(Duration.ZERO, 9);
    queue.open(2);
    assertThat(queue.isCurrent(old)).isFalse();
    queue.put(List.of(report(2)));
    queue.sent(old);
    assertThat(queue.next(Duration.ZERO, 9))
        .isEqualTo(new ReportBatch(HOST, 2, 9, List.of(report(2))));
  }

  private static Report report(int index) {
    return new Report.VmRefused(VmId.parse("j0-aaaa." + index), 1, "no-room", "");
  }
}

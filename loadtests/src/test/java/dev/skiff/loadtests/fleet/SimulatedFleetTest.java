package dev.skiff.loadtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.RecordReader;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriterTuning;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Orders by hand, over a real broker.
class SimulatedFleetTest {
  private static final CellId CELL = new CellId(0);
  private static final HostId HOST = new HostId("h00000");
  private static final JobId JOB = new JobId("j0-aaaa");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<ReportBatch> seen = new ArrayList<>();
  private KafkaSettings settings;
  private SimulatedFleet fleet;
  private RecordReader<ReportBatch> reports;
  private RecordWriter orders;
  private long offset = 1;

  @BeforeEach
  void start() throws Exception {
    settings = KafkaFixture.freshFleet(1);
    reports =
        RecordReader.open(
            settings,
            ReaderTuning.defaults(),
            null,
            List.of(Lane.reports(settings.topics(), CELL).fromBeginning()));
    orders = RecordWriter.open(settings, WriterTuning.defaults());
    orders.awaitReady(List.of(Lane.orders(settings.topics(), CELL, HOST)), PATIENCE);
    fleet = SimulatedFleet.start(FleetConfig.of(settings, 3));
    await(batches -> batches.size() == 3);
  }

  @AfterEach
  void stop() {
    fleet.close();
    orders.close();
    reports.close();
  }

  private void await(Predicate<List<ReportBatch>> done) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> {
          reports
              .poll(Duration.ofMillis(50))
              .forEach(received -> {
                if (received.decoded() instanceof Decoded.Ok<?>(ReportBatch batch)) {
                  seen.add(batch);
                }
              });
          return done.test(seen);
        });
  }

  private List<Report> reportsOf(long session) {
    return seen.stream()
        .filter(batch -> batch.host().equals(HOST) && batch.session() == session)
        .flatMap(batch -> batch.reports().stream())
        .toList();
  }

  private long session() {
    return seen.stream()
        .filter(batch -> batch.host().equals(HOST))
        .mapToLong(ReportBatch::session)
        .max()
        .orElseThrow();
  }

  private void order(Order order) {
    orders
        .send(
            Lane.orders(settings.topics(), CELL, HOST),
            HOST.value(),
            OrderBatch.of(HOST, session(), offset++, List.of(order)))
        .join();
  }

  private static Order start(int count, String... command) {
    VmSpec spec =
        new VmSpec(
            "skiff/busybox",
            List.of(command),
            Map.of(),
            null,
            null,
            false,
            false,
            new Resources(100, 128, 1_024, 1));
    return new Order.Start(JOB, 0, count, 1, false, spec);
  }

  private void awaitStarted(int count) {
    await(_ ->
        reportsOf(session()).stream()
                .filter(Report.VmsStarted.class::isInstance)
                .mapToInt(report -> ((Report.VmsStarted) report).count())
                .sum()
            == count);
  }

  @Test
  void shouldJoinWithEveryHost() {
    assertThat(seen)
        .extracting(batch -> batch.host().value())
        .containsExactlyInAnyOrder("h00000", "h00001", "h00002");
    assertThat(seen)
        .allSatisfy(
            batch -> assertThat(batch.reports()).singleElement().isInstanceOf(Report.Joined.class));
  }

  @Test
  void shouldReportVmsOfOneOrderTogether() {
    order(start(5, "sleep", "infinity"));
    awaitStarted(5);
    assertThat(reportsOf(session()))
        .filteredOn(Report.VmsAccepted.class::isInstance)
        .singleElement()
        .extracting(report -> ((Report.VmsAccepted) report).count())
        .isEqualTo(5);
    assertThat(fleet.counts().started()).isEqualTo(5);
  }

  @Test
  void shouldEndVmsWhenTheirScriptsDo() {
    order(start(2, "sh", "-c", "sleep 0.05; exit 3"));
    await(_ -> reportsOf(session()).stream().filter(Report.VmEnded.class::isInstance).count() == 2);
    assertThat(reportsOf(session()))
        .filteredOn(Report.VmEnded.class::isInstance)
        .allSatisfy(report -> assertThat(((Report.VmEnded) report).exit().code()).isEqualTo(3));
  }

  @Test
  void shouldFindItsVmsAgainAfterACrash() {
    order(start(2, "sleep", "infinity"));
    awaitStarted(2);
    long before = session();
    assertThat(fleet.crash(HOST, Duration.ofMillis(1))).isTrue();
    await(_ -> session() > before);
    assertThat(reportsOf(session()).getFirst())
        .isInstanceOfSatisfying(
            Report.Joined.class,
            joined ->
                assertThat(joined.running())
                    .extracting(RunningVm::incarnation)
                    .containsExactly(1, 1));
  }

  @Test
  void shouldTellOfVmsThatEndedWhileItWasDown() {
    order(start(1, "sleep", "infinity"));
    awaitStarted(1);
    order(new Order.Kill(new VmId(JOB, 0), 1));
    await(_ -> reportsOf(session()).stream().anyMatch(Report.VmEnded.class::isInstance));
    long before = session();
    assertThat(fleet.crash(HOST, Duration.ofMillis(1))).isTrue();
    await(_ -> session() > before);
    assertThat(reportsOf(session()).getFirst())
        .isInstanceOfSatisfying(
            Report.Joined.class,
            joined -> {
              assertThat(joined.running()).isEmpty();
              assertThat(joined.finished()).hasSize(1);
            });
  }

  @Test
  void shouldSendTheLastReportsOnceMore() {
    order(start(1, "sleep", "infinity"));
    awaitStarted(1);
    int before = seen.size();
    // The record may be in the topic before the fleet has heard that it is.
    Awaitility.await().atMost(PATIENCE).until(() -> fleet.counts().reportRecords() >= before);
    assertThat(fleet.repeat(HOST)).isTrue();
    await(batches -> batches.size() > before);
    assertThat(seen.subList(0, before)).contains(seen.get(before));
  }

  @Test
  void shouldHoldReportsBack() {
    assertThat(fleet.holdBack(HOST, Duration.ofMillis(300))).isTrue();
    order(start(1, "sleep", "infinity"));
    awaitStarted(1);
    // All that was to be said waited, and came in one record.
    assertThat(seen.getLast().reports()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void shouldKnowNoOtherHosts() {
    assertThat(fleet.repeat(new HostId("h99999"))).isFalse();
  }
}

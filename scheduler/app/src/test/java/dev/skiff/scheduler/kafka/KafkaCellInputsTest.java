package dev.skiff.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.wire.PoisonRecord;
import dev.skiff.contracts.wire.WireRecord;
import dev.skiff.core.owner.CellInputs.Beat;
import dev.skiff.core.owner.CellInputs.Input;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.LaneAdmin;
import dev.skiff.kafka.PoisonSink;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriterTuning;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaCellInputsTest {
  private static final CellId CELL = new CellId(0);
  private static final HostId HOST = new HostId("h1");

  private KafkaSettings settings;
  private EndOffsets ends;
  private PoisonSink poison;
  private RecordWriter writer;
  private KafkaCellInputs inputs;

  @BeforeEach
  void open() throws Exception {
    settings = KafkaFixture.freshFleet(1);
    ends = new EndOffsets(settings, KafkaCellInputsTest::micros, Duration.ofMillis(50));
    poison = PoisonSink.open(settings, "test", InstantSource.system());
    writer = RecordWriter.open(settings, WriterTuning.defaults());
    writer.awaitReady(
        List.of(
            Lane.requests(settings.topics(), CELL),
            Lane.reports(settings.topics(), CELL),
            Lane.heartbeats(settings.topics(), CELL)),
        Duration.ofSeconds(10));
    inputs = new KafkaCellInputs(settings, CELL, ends, poison, () -> {});
  }

  @AfterEach
  void close() {
    inputs.close();
    writer.close();
    poison.close();
    ends.close();
  }

  @Test
  void shouldShowInputsUntilTheyAreTaken() {
    write(kill(0));
    write(kill(1));
    write(reports());

    inputs.seek(0, 0);
    await().until(() -> inputs.peek().size() == 3);
    List<Input> shown = inputs.peek();
    inputs.take(1);

    assertThat(inputs.peek()).containsExactlyInAnyOrderElementsOf(shown.subList(1, 3));
    assertThat(shown)
        .filteredOn(Input.Requested.class::isInstance)
        .extracting(input -> ((Input.Requested) input).request())
        .containsExactly(kill(0), kill(1));
  }

  @Test
  void shouldLetRequestsAndReportsTakeTurns() {
    for (int i = 0; i < 50; i++) {
      write(reports());
    }
    for (int i = 0; i < 5; i++) {
      write(kill(i));
    }

    inputs.seek(0, 0);
    await().until(() -> inputs.peek().size() == 55);

    assertThat(inputs.peek().subList(0, 10))
        .filteredOn(Input.Requested.class::isInstance)
        .hasSize(5);
    inputs.take(7);
    assertThat(inputs.peek()).filteredOn(Input.Requested.class::isInstance).hasSize(1);
    inputs.take(inputs.peek().size());
    assertThat(inputs.peek()).isEmpty();
  }

  @Test
  void shouldBeginWhereItIsToldAndForgetWhatWasReadAhead() {
    write(kill(0));
    write(kill(1));
    inputs.seek(0, 0);
    await().until(() -> inputs.peek().size() == 2);

    inputs.seek(1, 0);

    await().until(() -> !inputs.peek().isEmpty());
    assertThat(inputs.peek())
        .extracting(input -> ((Input.Requested) input).offset())
        .containsExactly(1L);
  }

  @Test
  void shouldReadNothingWhilePaused() {
    inputs.seek(0, 0);
    write(kill(0));
    await().until(() -> !inputs.peek().isEmpty());

    inputs.pause();

    assertThat(inputs.peek()).isEmpty();
    write(kill(1));
    inputs.seek(1, 0);
    await().until(() -> inputs.peek().size() == 1);
  }

  @Test
  void shouldHandOutPoisonWithItsReasonAndGoOn() throws Exception {
    writeBytes(settings.topics().requests(), "no json");
    writeBytes(settings.topics().requests(), "{\"t\":\"~frills/1\"}");
    writeBytes(settings.topics().requests(), "{\"t\":\"launch-missiles/7\"}");
    write(kill(0));

    inputs.seek(0, 0);
    await().until(() -> inputs.peek().size() == 4);

    List<Input> shown = inputs.peek();
    assertThat(shown.get(0))
        .isInstanceOfSatisfying(
            Input.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.skippable()).isFalse();
              assertThat(unreadable.reason()).isNotBlank();
            });
    assertThat(shown.get(1))
        .isInstanceOfSatisfying(
            Input.Unreadable.class, unreadable -> assertThat(unreadable.skippable()).isTrue());
    assertThat(shown.get(2)).isEqualTo(new Input.TooNew("requests", 2, "launch-missiles/7"));
    assertThat(shown.get(3)).isInstanceOf(Input.Requested.class);
    await().until(() -> poison.kept() == 1);
    List<PoisonRecord> kept = new ArrayList<>();
    try (var reader =
        dev.skiff.kafka.RecordReader.open(
            settings,
            dev.skiff.kafka.ReaderTuning.defaults(),
            null,
            List.of(Lane.poison(settings.topics()).fromBeginning()))) {
      await()
          .until(() -> {
            for (var received : reader.poll(Duration.ofMillis(100))) {
              if (received.decoded()
                  instanceof dev.skiff.contracts.wire.Decoded.Ok<?>(PoisonRecord record)) {
                kept.add(record);
              }
            }
            return !kept.isEmpty();
          });
    }
    assertThat(kept.getFirst().topic()).isEqualTo(settings.topics().requests());
    assertThat(kept.getFirst().offset()).isZero();
  }

  @Test
  void shouldHearHeartbeatsFromNowOnAndProveIt() {
    write(beat(6));
    inputs.seek(0, 0);
    await().until(() -> inputs.heartbeatsReadThrough() > 0);
    assertThat(inputs.heartbeats()).isEmpty();

    write(beat(7));
    long written = micros();

    List<Beat> heard = new ArrayList<>();
    await()
        .until(() -> {
          heard.addAll(inputs.heartbeats());
          return inputs.heartbeatsReadThrough() > written;
        });
    assertThat(heard).containsExactly(new Beat(HOST, 7, 0));
  }

  @Test
  void shouldHoldBackInputsButNotHeartbeatsWhenNobodyTakesThem() {
    int many = 4_096 + 3_000;
    inputs.seek(0, 0);
    await().until(() -> inputs.heartbeatsReadThrough() > 0);
    for (int i = 0; i < many; i++) {
      var _ = writer.send(Lane.requests(settings.topics(), CELL), null, kill(i));
    }
    writer.flush();
    write(beat(9));
    await().until(() -> inputs.heartbeats().contains(new Beat(HOST, 9, 0)));

    List<Long> offsets = new ArrayList<>();
    await()
        .until(() -> {
          List<Input> shown = inputs.peek();
          shown.forEach(input -> offsets.add(((Input.Requested) input).offset()));
          inputs.take(shown.size());
          return offsets.size() >= many;
        });
    assertThat(offsets).isSorted().doesNotHaveDuplicates().hasSize(many);
  }

  @Test
  void shouldGoOnAtTheFirstInputThatIsThereWhenSomeWereDeleted() throws Exception {
    for (int i = 0; i < 5; i++) {
      write(kill(i));
    }
    try (LaneAdmin admin = LaneAdmin.open(settings)) {
      admin.deleteBefore(Lane.requests(settings.topics(), CELL), 3);
    }

    inputs.seek(1, 0);

    await().until(() -> inputs.peek().size() == 2);
    assertThat(((Input.Requested) inputs.peek().getFirst()).offset()).isEqualTo(3);
  }

  private void write(WireRecord record) {
    switch (record) {
      case Request request ->
          writer.send(Lane.requests(settings.topics(), CELL), null, request).join();
      case ReportBatch batch ->
          writer.send(Lane.reports(settings.topics(), CELL), null, batch).join();
      case Heartbeat heartbeat ->
          writer.send(Lane.heartbeats(settings.topics(), CELL), null, heartbeat).join();
      default -> throw new IllegalArgumentException(record.toString());
    }
  }

  private void writeBytes(String topic, String value) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", settings.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic, 0, null, value.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
          .get();
    }
  }

  private static Request kill(int index) {
    return new Request.KillVm(VmId.parse("j0-abcdefgh." + index), 0);
  }

  private static ReportBatch reports() {
    return new ReportBatch(HOST, 1, 0, List.of());
  }

  private static Heartbeat beat(long session) {
    return new Heartbeat(HOST, session, 0, Resources.NONE);
  }

  private static long micros() {
    return System.currentTimeMillis() * 1_000;
  }
}

package dev.skiff.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.contracts.wire.PoisonRecord;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import dev.skiff.standalone.e2e.fixture.Api;
import dev.skiff.standalone.e2e.fixture.FleetProcess;
import dev.skiff.standalone.e2e.fixture.Manifest;
import dev.skiff.standalone.e2e.fixture.SharedFleet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records that nobody can read, on each topic that somebody does read.
@ExtendWith(SharedFleet.class)
class PoisonTest {
  private static final Topics TOPICS = new Topics("skiff", 1);
  private static final CellId CELL = new CellId(0);

  private final Api api;
  private final String kafka;

  PoisonTest(FleetProcess fleet) {
    this.api = fleet.api();
    this.kafka = fleet.kafka();
  }

  static Stream<TopicPartition> lanes() {
    return Stream.of(
            Lane.requests(TOPICS, CELL),
            Lane.reports(TOPICS, CELL),
            Lane.heartbeats(TOPICS, CELL),
            Lane.log(TOPICS, CELL),
            Lane.orders(TOPICS, CELL, new HostId("host-1")))
        .map(Lane::partition);
  }

  @ParameterizedTest
  @MethodSource("lanes")
  void shouldKeepGarbageWithItsReasonAndGoOn(TopicPartition lane) throws Exception {
    byte[] garbage = ("{\"type\": garbage for " + lane).getBytes(StandardCharsets.UTF_8);
    long offset = write(lane, garbage);

    PoisonRecord kept = awaitPoison(lane, offset);
    assertThat(kept.reason()).as("%s", kept).isNotBlank();
    assertThat(kept.by()).as("%s", kept).isNotBlank();
    assertThat(Base64.getDecoder().decode(kept.value())).isEqualTo(garbage);

    String job = api.submit(Manifest.script("echo unharmed").json());
    api.awaitVm(job + ".0", "EXITED");
    assertThat(api.logs(job + ".0")).isEqualTo("unharmed\n");
    api.discard(job);
  }

  private long write(TopicPartition lane, byte[] value) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "acks", "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] key = "host-1".getBytes(StandardCharsets.UTF_8);
      RecordMetadata written =
          producer.send(new ProducerRecord<>(lane.topic(), lane.partition(), key, value)).get();
      return written.offset();
    }
  }

  private PoisonRecord awaitPoison(TopicPartition lane, long offset) throws Exception {
    KafkaSettings settings = KafkaSettings.local(kafka, TOPICS, "poison-test");
    try (RecordReader<PoisonRecord> reader =
        RecordReader.open(
            settings,
            ReaderTuning.defaults(),
            null,
            List.of(Lane.poison(TOPICS).fromBeginning()))) {
      List<PoisonRecord> seen = new ArrayList<>();
      return Awaitility.await("poison of %s at %d".formatted(lane, offset))
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                reader.poll(Duration.ofMillis(200)).stream()
                    .map(PoisonTest::decoded)
                    .forEach(seen::add);
                return seen.stream()
                    .filter(record ->
                        record.topic().equals(lane.topic())
                            && record.partition() == lane.partition()
                            && record.offset() == offset)
                    .findFirst()
                    .orElse(null);
              },
              found -> found != null);
    }
  }

  private static PoisonRecord decoded(Received<PoisonRecord> received) {
    if (received.decoded() instanceof Decoded.Ok<? extends PoisonRecord> ok) {
      return ok.record();
    }
    throw new AssertionError("unreadable poison: " + received);
  }
}

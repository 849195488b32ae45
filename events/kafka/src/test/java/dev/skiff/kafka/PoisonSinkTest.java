package dev.skiff.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.contracts.wire.PoisonRecord;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PoisonSinkTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(12));

  @Test
  void shouldKeepWhatIsNoRecordOfItsTopicAndReadOn() throws Exception {
    KafkaSettings settings = KafkaFixture.freshFleet(1);
    Lane<LogRecord> log = Lane.log(settings.topics(), new CellId(0));
    Lane<PoisonRecord> poison = Lane.poison(settings.topics());
    sendRaw(settings, log, "rubbish");
    sendRaw(
        settings, log, "{\"t\":\"claim/1\",\"scheduler\":\"s\",\"nonce\":\"n\",\"previous\":-1}");
    try (PoisonSink sink = PoisonSink.open(settings, "test reader", CLOCK);
        RecordReader<LogRecord> reader =
            RecordReader.open(
                settings, ReaderTuning.defaults(), sink, List.of(log.fromBeginning()));
        RecordReader<PoisonRecord> kept =
            RecordReader.open(
                settings, ReaderTuning.defaults(), null, List.of(poison.fromBeginning()))) {
      // The sink never waits, so what comes before its first answer from the broker is dropped.
      await().until(() -> keptOne(sink, reader, log));
      Received<PoisonRecord> first = RecordRoundTripTest.take(kept, 1).getFirst();
      assertThat(first.key()).isEqualTo(log.partition() + "@0");
      PoisonRecord record = ((Decoded.Ok<? extends PoisonRecord>) first.decoded()).record();
      assertThat(record.topic()).isEqualTo(log.partition().topic());
      assertThat(record.by()).isEqualTo("test reader");
      assertThat(record.reason()).contains("JSON");
      assertThat(record.at()).isEqualTo(12_000_000);
      assertThat(Base64.getDecoder().decode(record.value()))
          .isEqualTo("rubbish".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void shouldCountWhatItDropsWhenKafkaIsOutOfReach() {
    KafkaSettings nowhere = KafkaSettings.local("127.0.0.1:1", new Topics("t", 1), "test");
    try (PoisonSink sink = PoisonSink.open(nowhere, "test reader", CLOCK)) {
      sink.keep(Lane.log(nowhere.topics(), new CellId(0)).partition(), 7, "no good", new byte[3]);
      assertThat(sink.dropped()).isEqualTo(1);
      assertThat(sink.kept()).isZero();
    }
  }

  private static boolean keptOne(
      PoisonSink sink, RecordReader<LogRecord> reader, Lane<LogRecord> log) throws Exception {
    if (sink.kept() == 0) {
      reader.seek(log, 0);
      List<Received<LogRecord>> received = RecordRoundTripTest.take(reader, 2);
      assertThat(received.get(0).decoded()).isInstanceOf(Decoded.Refused.class);
      assertThat(received.get(1).decoded()).isInstanceOf(Decoded.Ok.class);
    }
    return sink.kept() > 0;
  }

  private static void sendRaw(KafkaSettings settings, Lane<?> lane, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", settings.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  lane.partition().topic(), lane.partition().partition(), null, value))
          .get();
    }
  }
}

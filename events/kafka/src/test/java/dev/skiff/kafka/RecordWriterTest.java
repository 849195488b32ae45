package dev.skiff.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.kafka.WriteFailedException.Fate;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecordWriterTest {
  private static final WriterTuning LINGERING =
      WriterTuning.defaults().withLinger(Duration.ofSeconds(1));

  @Test
  void shouldRefuseAtOnceWhenNoBrokerHasEverAnswered() {
    KafkaSettings nowhere = KafkaSettings.local("127.0.0.1:1", new Topics("t", 1), "test");
    try (RecordWriter writer = RecordWriter.open(nowhere, WriterTuning.defaults())) {
      CompletableFuture<Written> sent = writer.send(log(nowhere), null, claim("n"));
      assertThat(sent).isCompletedExceptionally();
      assertThat(fateOf(sent)).isEqualTo(Fate.NOT_WRITTEN);
      assertThatThrownBy(() -> writer.awaitReady(List.of(log(nowhere)), Duration.ofMillis(50)))
          .isInstanceOf(KafkaUnreachableException.class)
          .hasMessageContaining("t.log");
    }
  }

  @Test
  void shouldRefuseARecordThatIsTooLargeForItsTopic() throws Exception {
    KafkaSettings settings = KafkaFixture.freshFleet(1);
    try (RecordWriter writer = RecordWriter.open(settings, WriterTuning.defaults())) {
      CompletableFuture<Written> sent =
          writer.send(log(settings), null, claim("n".repeat(300_000)));
      assertThat(fateOf(sent)).isEqualTo(Fate.NOT_WRITTEN);
    }
  }

  @Test
  void shouldRefuseAfterClose() throws Exception {
    KafkaSettings settings = KafkaFixture.freshFleet(1);
    RecordWriter writer = RecordWriter.open(settings, WriterTuning.defaults());
    writer.awaitReady(List.of(log(settings)), Duration.ofSeconds(20));
    writer.close();
    assertThat(fateOf(writer.send(log(settings), null, claim("n")))).isEqualTo(Fate.NOT_WRITTEN);
  }

  @Test
  void shouldNotPretendToKnowTheFateOfWhatWasNotAcknowledged() throws Exception {
    KafkaSettings settings = KafkaFixture.freshFleet(1);
    RecordWriter writer = RecordWriter.open(settings, LINGERING);
    writer.awaitReady(List.of(log(settings)), Duration.ofSeconds(20));
    CompletableFuture<Written> sent = writer.send(log(settings), null, claim("n"));
    writer.abandon();
    assertThat(fateOf(sent)).isEqualTo(Fate.UNKNOWN);
  }

  private static Fate fateOf(CompletableFuture<Written> sent) {
    try {
      sent.orTimeout(20, TimeUnit.SECONDS).join();
      throw new AssertionError("it was written");
    } catch (CompletionException e) {
      if (e.getCause() instanceof WriteFailedException failed) {
        return failed.fate();
      }
      throw e;
    }
  }

  private static Lane<LogRecord> log(KafkaSettings settings) {
    return Lane.log(settings.topics(), new CellId(0));
  }

  private static LogRecord claim(String nonce) {
    return new LogRecord.Claim("s1", nonce, -1);
  }
}

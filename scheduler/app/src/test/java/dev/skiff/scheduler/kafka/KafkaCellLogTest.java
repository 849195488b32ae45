package dev.skiff.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Claim;
import dev.skiff.core.owner.CellLog.Appended;
import dev.skiff.core.owner.CellLog.Entry;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaCellLogTest {
  private static final CellId CELL = new CellId(1);

  private final AtomicInteger wakes = new AtomicInteger();
  private KafkaSettings settings;
  private EndOffsets ends;
  private PoisonSink poison;
  private KafkaCellLog log;

  @BeforeEach
  void open() throws Exception {
    settings = KafkaFixture.freshFleet(2);
    ends = new EndOffsets(settings, KafkaCellLogTest::micros, Duration.ofMillis(50));
    poison = PoisonSink.open(settings, "test", InstantSource.system());
    log = new KafkaCellLog(settings, CELL, ends, poison, wakes::incrementAndGet, nanos -> {});
  }

  @AfterEach
  void close() {
    log.close();
    poison.close();
    ends.close();
  }

  @Test
  void shouldReadBackWhatItAppends() {
    log.seek(0);

    assertThat(append("a")).isEqualTo(new Appended.At(0));
    assertThat(append("b")).isEqualTo(new Appended.At(1));

    assertThat(read(2)).extracting(Entry::record).containsExactly(claim("a"), claim("b"));
    assertThat(wakes).hasPositiveValue();
  }

  @Test
  void shouldProveThatEverythingWrittenByThenHasBeenHandedOut() {
    log.seek(0);
    append("a");
    long written = micros();

    // Not before it was taken, however much time passes.
    await().until(() -> wakes.get() >= 5);
    assertThat(log.readThrough()).isLessThan(written);

    read(1);
    await().until(() -> log.readThrough() > written);
  }

  @Test
  void shouldPassOverWhatIsKnownAndHandOutWhatOthersWriteBehindIt() {
    log.seek(0);
    append("a");
    append("b");
    log.known(2);
    long known = micros();

    append("c");

    assertThat(read(1)).extracting(Entry::offset).containsExactly(2L);
    await().until(() -> log.readThrough() > known);
  }

  @Test
  void shouldGoOnReadingFromASeek() {
    log.seek(0);
    append("a");
    append("b");
    append("c");
    read(3);

    log.seek(1);

    assertThat(read(2)).extracting(Entry::offset).containsExactly(1L, 2L);
  }

  @Test
  void shouldHandOutWhatIsNoLogRecordAsNothingAndKeepItAsPoison() throws Exception {
    log.seek(0);
    try (RecordWriter writer = RecordWriter.open(settings, WriterTuning.defaults())) {
      var wrong =
          new Lane<>(
              Lane.log(settings.topics(), CELL).partition(),
              Lane.requests(settings.topics(), CELL).codec());
      writer.awaitReady(List.of(wrong), Duration.ofSeconds(10));
      writer
          .send(
              wrong,
              null,
              new dev.skiff.contracts.request.Request.KillVm(
                  dev.skiff.contracts.VmId.parse("j1-abcdefgh.0"), 0))
          .join();
    }
    append("a");

    List<Entry> entries = read(2);

    assertThat(entries.getFirst().record()).isNull();
    assertThat(entries.getLast().record()).isEqualTo(claim("a"));
    assertThat(entries.getFirst().tooNew()).isNotNull();
  }

  @Test
  void shouldNoticeThatTheLogEndsBeforeItsPosition() {
    append("a");

    log.seek(5);

    await().until(log::lostData);
    assertThat(log.readThrough()).isZero();
  }

  @Test
  void shouldNoticeThatItsPositionWasDeleted() throws Exception {
    append("a");
    append("b");
    try (LaneAdmin admin = LaneAdmin.open(settings)) {
      admin.deleteBefore(Lane.log(settings.topics(), CELL), 2);
    }

    log.seek(0);

    await().until(log::lostData);
    log.seek(2);
    assertThat(log.lostData()).isFalse();
    append("c");
    assertThat(read(1)).extracting(Entry::offset).containsExactly(2L);
  }

  private Appended append(String nonce) {
    log.append(claim(nonce));
    return await().until(log::takeAppended, appended -> appended != null);
  }

  private List<Entry> read(int count) {
    List<Entry> entries = new ArrayList<>();
    await()
        .until(() -> {
          entries.addAll(log.poll());
          return entries.size() >= count;
        });
    return entries;
  }

  private static LogRecord claim(String nonce) {
    return new Claim("s1", nonce, -1);
  }

  private static long micros() {
    return System.currentTimeMillis() * 1_000;
  }
}

package dev.skiff.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Manifest;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord.Claim;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.core.owner.CheckpointStore.Stored;
import dev.skiff.core.owner.CheckpointUnavailableException;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.LaneAdmin;
import dev.skiff.kafka.LaneScan;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriterTuning;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaCheckpointStoreTest {
  private static final CellId CELL = new CellId(0);

  private final AtomicInteger saves = new AtomicInteger();
  private KafkaSettings settings;
  private RecordWriter writer;
  private KafkaCheckpointStore store;

  @BeforeEach
  void open() throws Exception {
    settings = KafkaFixture.freshFleet(1);
    store = new KafkaCheckpointStore(settings, CELL, "s1", saves::incrementAndGet);
    writer = RecordWriter.open(settings, WriterTuning.defaults());
    writer.awaitReady(List.of(log(), checkpoints()), Duration.ofSeconds(10));
    for (int i = 0; i < 50; i++) {
      writer.send(log(), null, new Claim("s1", "n" + i, -1)).join();
    }
  }

  @AfterEach
  void close() {
    store.close();
    writer.close();
  }

  @Test
  void shouldStartFromNothingWhenThereIsNothing() {
    assertThat(store.load()).isEqualTo(new Stored(LogPosition.START, List.of()));
  }

  @Test
  void shouldLoadTheNewestThatWasSaved() {
    save(10);
    save(20);

    assertThat(store.load()).isEqualTo(stored(20));
    assertThat(fresh().load()).isEqualTo(stored(20));
  }

  @Test
  void shouldTakeTheNextOlderWhenAChunkIsDamaged() throws Exception {
    save(10);
    save(20);
    String victim =
        keys().stream()
            .filter(key -> key.startsWith("c0/20-") && key.endsWith("/1"))
            .findAny()
            .orElseThrow();
    writeForged(20, stored(20).chunks(), chunk(1, "forged"));

    KafkaCheckpointStore reader = fresh();
    assertThat(victim).isNotEmpty();
    assertThat(reader.load()).isEqualTo(stored(20));

    writer.erase(checkpoints(), victim).join();
    assertThat(fresh().load()).isEqualTo(stored(10));
  }

  @Test
  void shouldNotTakeOneWithoutAManifest() {
    save(10);
    CheckpointKey torn = new CheckpointKey(CELL, 20, "s2-torn");
    writer.send(checkpoints(), torn.chunk(0), chunk(0, "torn")).join();

    assertThat(fresh().load()).isEqualTo(stored(10));
  }

  @Test
  void shouldNotMixTheChunksOfTwoWritersAtTheSamePosition() {
    KafkaCheckpointStore other =
        new KafkaCheckpointStore(settings, CELL, "s2", saves::incrementAndGet);
    Stored reordered =
        new Stored(position(10), List.of(chunk(0, "b"), chunk(1, "a"), chunk(2, "c")));

    store.save(position(10), stored(10)::chunks);
    other.save(position(10), reordered::chunks);
    await().until(() -> saves.get() == 2 && !store.isSaving() && !other.isSaving());

    assertThat(fresh().load()).isIn(stored(10), reordered);
    assertThat(keys()).hasSize(4 + 4);
  }

  @Test
  void shouldKeepTwoAndDeleteTheLogOnlyBeforeTheOlderOfThem() throws Exception {
    save(10);
    assertThat(logBegin()).isZero();
    save(20);
    assertThat(logBegin()).isEqualTo(10);
    save(30);
    assertThat(logBegin()).isEqualTo(20);

    assertThat(keys()).noneMatch(key -> key.startsWith("c0/10-"));
    assertThat(keys()).anyMatch(key -> key.startsWith("c0/20-"));
    assertThat(fresh().load()).isEqualTo(stored(30));
  }

  @Test
  void shouldNotUseOneThatTheLogHasNotReached() {
    save(10);
    save(1_000);

    assertThat(fresh().load()).isEqualTo(stored(10));
  }

  @Test
  void shouldSayWhatToDoWhenTheLogHasLostItsBeginningAndThereIsNoCheckpoint() throws Exception {
    try (LaneAdmin admin = LaneAdmin.open(settings)) {
      admin.deleteBefore(log(), 7);
    }

    assertThatThrownBy(() -> store.load())
        .isInstanceOf(CheckpointUnavailableException.class)
        .hasMessageContaining("begins at 7")
        .hasMessageContaining("Restore");
  }

  private void save(long next) {
    int before = saves.get();
    store.save(position(next), stored(next)::chunks);
    await().until(() -> !store.isSaving());
    assertThat(saves).hasValue(before + 1);
  }

  private void writeForged(long next, List<Chunk> chunks, Chunk forged) {
    CheckpointKey key = new CheckpointKey(CELL, next, "zz-forger");
    writer.send(checkpoints(), key.chunk(0), chunks.get(0)).join();
    writer.send(checkpoints(), key.chunk(1), forged).join();
    writer
        .send(checkpoints(), key.manifest(), new Manifest(position(next), 2, "00".repeat(32)))
        .join();
  }

  private KafkaCheckpointStore fresh() {
    return new KafkaCheckpointStore(settings, CELL, "reader", () -> {});
  }

  private Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    try {
      LaneScan.read(
          settings,
          checkpoints(),
          0,
          (offset, key, value) -> {
            if (value == null) {
              keys.remove(key);
            } else {
              keys.add(String.valueOf(key));
            }
            return true;
          });
    } catch (dev.skiff.kafka.KafkaUnreachableException e) {
      throw new AssertionError(e);
    }
    return keys;
  }

  private long logBegin() throws Exception {
    try (LaneAdmin admin = LaneAdmin.open(settings)) {
      return admin.beginning(log());
    }
  }

  private Lane<CheckpointRecord> checkpoints() {
    return Lane.checkpoints(settings.topics(), CELL);
  }

  private Lane<dev.skiff.contracts.log.LogRecord> log() {
    return Lane.log(settings.topics(), CELL);
  }

  private static Stored stored(long next) {
    return new Stored(
        position(next), List.of(chunk(0, "a" + next), chunk(1, "b" + next), chunk(2, "c")));
  }

  private static Chunk chunk(int index, String content) {
    return new Chunk(
        index,
        List.of(),
        List.of(),
        List.of(),
        List.of(
            new StoredKey(new IdempotencyKey(content, content), new JobId("j0-abcdefgh"), null, 1)),
        List.of(),
        List.of());
  }

  private static LogPosition position(long next) {
    return new LogPosition(next, 3, "n3", "s1", 5, 6, 7, 8);
  }
}

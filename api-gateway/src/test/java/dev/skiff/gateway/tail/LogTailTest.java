package dev.skiff.gateway.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Claim;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriterTuning;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTailTest {
  private static final CellId CELL = new CellId(0);
  private static final JobId JOB = new JobId("j0-aaaaaaaa");
  private KafkaSettings kafka;
  private RecordWriter writer;
  private LogTails tails;

  @BeforeEach
  void start() throws Exception {
    kafka = KafkaFixture.freshFleet(1);
    writer = RecordWriter.open(kafka, WriterTuning.defaults());
    writer.awaitReady(
        List.of(Lane.log(kafka.topics(), CELL), Lane.checkpoints(kafka.topics(), CELL)),
        Duration.ofSeconds(30));
    tails = new LogTails(kafka);
  }

  @AfterEach
  void stop() {
    tails.close();
    writer.close();
  }

  @Test
  void shouldBeginAtTheNewestCheckpoint() throws Exception {
    long claim = append(new Claim("s1", "n1", -1));
    // What a reader from the beginning would hold against the owner: a gap.
    append(settling(claim, "n1", 7, 0));
    long next = append(new Claim("s2", "n2", 99)) + 1;
    checkpoint(new LogPosition(next - 1, claim, "n1", "s1", 0, 0, 0, 0));
    checkpoint(new LogPosition(next, claim, "n1", "s1", 8, 0, 0, 0));
    checkpoint(new LogPosition(next + 1000, claim, "n1", "s1", 8, 0, 0, 0));
    append(settling(claim, "n1", 8, 42));

    tails.start();

    Settled settled = outcome(42).get(20, TimeUnit.SECONDS);
    assertThat(settled.code()).isEqualTo(OutcomeCode.DONE);
    assertThat(settled.logOffset()).isEqualTo(next);
  }

  @Test
  void shouldAnswerWhoeverComesAfterTheOutcomeWasRead() throws Exception {
    long claim = append(new Claim("s1", "n1", -1));
    long last = append(settling(claim, "n1", 0, 5));
    tails.start();
    Awaitility.await().until(() -> tails.of(CELL).status().position() > last);

    assertThat(outcome(5)).isCompleted();
    assertThat(outcome(6)).isNotDone();
    assertThat(tails.of(CELL).waiters()).isEqualTo(1);
    tails.of(CELL).forget(6);
    assertThat(tails.of(CELL).waiters()).isZero();
  }

  @Test
  void shouldWakeOnlyThoseWhoWatchWhatChanged() throws Exception {
    long claim = append(new Claim("s1", "n1", -1));
    tails.start();
    try (Watch first = tails.watches().vm(new VmId(JOB, 0));
        Watch second = tails.watches().vm(new VmId(JOB, 1));
        Watch job = tails.watches().job(JOB)) {
      long offset =
          append(
              new Transition(
                  claim,
                  "n1",
                  0,
                  1,
                  0,
                  0,
                  List.of(),
                  List.of(new CellEvent.VmRemoved(new VmId(JOB, 1)))));

      assertThat(second.awaitPast(-1, TimeUnit.SECONDS.toNanos(20))).isEqualTo(offset);
      assertThat(job.awaitPast(-1, TimeUnit.SECONDS.toNanos(20))).isEqualTo(offset);
      assertThat(first.awaitPast(-1, 0)).isEqualTo(-1);
      assertThat(tails.watches().count()).isEqualTo(3);
    }
    assertThat(tails.watches().count()).isZero();
  }

  private CompletableFuture<Settled> outcome(long request) {
    CompletableFuture<Settled> waiter = new CompletableFuture<>();
    tails.of(CELL).await(request, waiter);
    return waiter;
  }

  private static Transition settling(long claim, String nonce, long seq, long request) {
    return new Transition(
        claim,
        nonce,
        seq,
        1,
        0,
        0,
        List.of(),
        List.of(new CellEvent.Outcome(request, OutcomeCode.DONE, JOB, "")));
  }

  private long append(LogRecord record) {
    return writer.send(Lane.log(kafka.topics(), CELL), null, record).join().offset();
  }

  private void checkpoint(LogPosition position) {
    writer
        .send(
            Lane.checkpoints(kafka.topics(), CELL),
            "manifest-" + position.next(),
            new CheckpointRecord.Manifest(position, 0, ""))
        .join();
  }
}

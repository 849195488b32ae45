package dev.skiff.agent.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutputLogTest {
  private static final long LIMIT = 128 * 1024;

  @TempDir Path folder;
  private final AtomicLong seconds = new AtomicLong(1_000);
  private VmDirectory directory;
  private OutputLogs logs;

  @BeforeEach
  void open() {
    directory = new VmDirectory(folder);
    logs = newLogs();
  }

  private OutputLogs newLogs() {
    return new OutputLogs(LIMIT, () -> Instant.ofEpochSecond(seconds.get()));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<OutputChunk> read(OutputStart start) throws IOException {
    List<OutputChunk> chunks = new ArrayList<>();
    try (OutputLogReader reader = logs.read(directory, start)) {
      for (OutputChunk chunk = reader.poll(); chunk != null; chunk = reader.poll()) {
        chunks.add(chunk);
      }
    }
    return chunks;
  }

  @Test
  void shouldReadFromTheBeginningSinceATimeAndTheLastLines() throws Exception {
    try (OutputLog log = logs.write(directory)) {
      log.append(OutputKind.STDOUT, bytes("one\ntwo\n"));
      seconds.set(2_000);
      log.append(OutputKind.STDERR, bytes("three\nfo"));
      log.append(OutputKind.STDERR, bytes("ur"));
      log.end();
    }
    assertThat(read(new OutputStart.Oldest()))
        .extracting(OutputChunk::text)
        .containsExactly("one\ntwo\n", "three\nfo", "ur");
    assertThat(read(new OutputStart.Since(2_000_000_000L)))
        .extracting(OutputChunk::text)
        .containsExactly("three\nfo", "ur");
    assertThat(read(new OutputStart.LastLines(3)))
        .extracting(OutputChunk::text)
        .containsExactly("two\n", "three\nfo", "ur");
    assertThat(read(new OutputStart.LastLines(1)))
        .extracting(OutputChunk::text)
        .containsExactly("fo", "ur");
    assertThat(read(new OutputStart.LastLines(0))).isEmpty();
    assertThat(read(new OutputStart.LastLines(100))).hasSize(3);
  }

  @Test
  void shouldGoOnAfterAWriterThatDiedInTheMiddleOfARecord() throws Exception {
    OutputLog first = logs.write(directory);
    first.append(OutputKind.STDOUT, bytes("kept"));
    first.append(OutputKind.STDERR, bytes("err"));
    first.close();
    Files.write(directory.outputLog(), new byte[] {0, 0, 0, 9, 1, 2}, StandardOpenOption.APPEND);

    logs = newLogs();
    try (OutputLog second = logs.write(directory)) {
      assertThat(second.stdoutOffset()).isEqualTo(4);
      assertThat(second.stderrOffset()).isEqualTo(3);
      second.append(OutputKind.STDOUT, bytes(" and more"));
    }
    assertThat(read(new OutputStart.Oldest()))
        .extracting(OutputChunk::text)
        .containsExactly("kept", "err", " and more");
  }

  @Test
  void shouldStayWithinItsLimitKeepTheNewestAndKnowItsOffsets() throws Exception {
    String line = "x".repeat(999) + "\n";
    try (OutputLog log = logs.write(directory)) {
      log.append(OutputKind.STDERR, bytes("early"));
      for (int i = 0; i < 1_000; i++) {
        log.append(OutputKind.STDOUT, bytes(line));
      }
    }
    long size =
        Files.size(directory.outputLog()) + Files.size(Path.of(directory.outputLog() + ".1"));
    assertThat(size).isLessThanOrEqualTo(LIMIT).isGreaterThan(LIMIT / 2);
    List<OutputChunk> kept = read(new OutputStart.Oldest());
    assertThat(kept.getFirst().kind()).isEqualTo(OutputKind.DROPPED);
    assertThat(kept.getLast().offset()).isEqualTo(999_000);
    try (OutputLog again = logs.write(directory)) {
      assertThat(again.stdoutOffset()).isEqualTo(1_000_000);
      assertThat(again.stderrOffset()).isEqualTo(5);
    }
  }

  @Test
  void shouldFollowALiveLogThroughRotationsToItsEnd() throws Exception {
    OutputLog log = logs.write(directory);
    CompletableFuture<Long> followed =
        CompletableFuture.supplyAsync(() -> {
          long count = 0;
          try (OutputLogReader reader = logs.read(directory, new OutputStart.Oldest())) {
            while (!reader.ended()) {
              OutputChunk chunk = reader.next(Duration.ofSeconds(20));
              count += chunk != null && chunk.kind() == OutputKind.STDOUT ? 1 : 0;
              if (count == 1) {
                seconds.set(7);
              }
            }
            return count;
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    for (int i = 0; i < 50; i++) {
      log.append(OutputKind.STDOUT, bytes("y".repeat(1_000)));
    }
    log.end();
    assertThat(followed.get(30, TimeUnit.SECONDS)).isEqualTo(50);
    log.close();
  }

  @Test
  void shouldTellAReaderThatWasSlowerThanTheRotation() throws Exception {
    OutputLog log = logs.write(directory);
    log.append(OutputKind.STDOUT, bytes("first"));
    try (OutputLogReader reader = logs.read(directory, new OutputStart.Oldest())) {
      assertThat(reader.poll()).isNotNull();
      for (int i = 0; i < 300; i++) {
        log.append(OutputKind.STDOUT, bytes("z".repeat(1_000)));
      }
      OutputChunk dropped = null;
      for (OutputChunk chunk = reader.poll(); chunk != null; chunk = reader.poll()) {
        dropped = chunk.kind() == OutputKind.DROPPED && dropped == null ? chunk : dropped;
      }
      assertThat(dropped).isNotNull();
    }
    log.close();
  }

  @Test
  void shouldAllowOneWriter() throws Exception {
    try (OutputLog log = logs.write(directory)) {
      assertThat(log.stdoutOffset()).isZero();
      assertThatThrownBy(() -> logs.write(directory)).hasMessageContaining("somebody writes");
    }
    logs.write(directory).close();
  }
}

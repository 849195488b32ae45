package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Manifest;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.LaneAdmin;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriterTuning;
import dev.skiff.kafka.Written;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Writes one checkpoint, or erases one. Blocks. Few records are under way at a time, so that a
/// large state does not fill the writer's buffer.
final class CheckpointSaver implements AutoCloseable {
  private static final int UNDER_WAY = 16;
  private static final Duration READY = Duration.ofSeconds(10);

  private final KafkaSettings settings;
  private final CellId cell;
  private final Lane<CheckpointRecord> lane;
  private final RecordWriter writer;

  private CheckpointSaver(
      KafkaSettings settings, CellId cell, Lane<CheckpointRecord> lane, RecordWriter writer) {
    this.settings = settings;
    this.cell = cell;
    this.lane = lane;
    this.writer = writer;
  }

  static CheckpointSaver open(KafkaSettings settings, CellId cell)
      throws KafkaUnreachableException, InterruptedException {
    Lane<CheckpointRecord> lane = Lane.checkpoints(settings.topics(), cell);
    RecordWriter writer = RecordWriter.open(settings, WriterTuning.defaults());
    try {
      writer.awaitReady(List.of(lane), READY);
    } catch (KafkaUnreachableException | InterruptedException e) {
      writer.abandon();
      throw e;
    }
    return new CheckpointSaver(settings, cell, lane, writer);
  }

  /// Chunks first, and only when all of them are safe, the manifest.
  ///
  /// @return how many bytes
  /// @throws java.util.concurrent.CompletionException when a record was not acknowledged
  long write(CheckpointKey key, LogPosition position, List<Chunk> chunks) {
    MessageDigest digest = CheckpointIndex.sha256();
    long bytes = 0;
    List<CompletableFuture<Written>> underWay = new ArrayList<>();
    for (Chunk chunk : chunks) {
      byte[] value = lane.codec().encode(chunk);
      digest.update(value);
      bytes += value.length;
      underWay.add(writer.sendEncoded(lane, key.chunk(chunk.index()), value));
      if (underWay.size() == UNDER_WAY) {
        finish(underWay);
      }
    }
    finish(underWay);
    Manifest manifest =
        new Manifest(position, chunks.size(), HexFormat.of().formatHex(digest.digest()));
    Written _ = writer.send(lane, key.manifest(), manifest).join();
    return bytes;
  }

  /// The manifest first: what is left of a checkpoint that is half erased is not taken for one.
  void erase(CheckpointKey key, Collection<String> keys) {
    List<CompletableFuture<Written>> underWay = new ArrayList<>();
    Written _ = writer.erase(lane, key.manifest()).join();
    for (String chunk : keys) {
      if (!chunk.equals(key.manifest())) {
        underWay.add(writer.erase(lane, chunk));
      }
      if (underWay.size() == UNDER_WAY) {
        finish(underWay);
      }
    }
    finish(underWay);
  }

  /// Nothing in the log before this offset is needed any more.
  void trimLog(long before) throws KafkaUnreachableException, InterruptedException {
    try (LaneAdmin admin = LaneAdmin.open(settings)) {
      admin.deleteBefore(Lane.log(settings.topics(), cell), before);
    }
  }

  @Override
  public void close() {
    writer.close();
  }

  private static void finish(List<CompletableFuture<Written>> underWay) {
    underWay.forEach(CompletableFuture::join);
    underWay.clear();
  }
}

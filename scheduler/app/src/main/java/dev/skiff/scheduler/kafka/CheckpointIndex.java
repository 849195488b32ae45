package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Manifest;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.LaneScan;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a cell's partition of `skiff.checkpoints` holds: which checkpoints, under which keys, not
/// their content, so that only one of them is ever in memory.
final class CheckpointIndex {
  private final KafkaSettings settings;
  private final Lane<CheckpointRecord> lane;
  private final Map<CheckpointKey, Found> checkpoints = new LinkedHashMap<>();

  /// What was seen of one checkpoint.
  private static final class Found {
    final long firstOffset;
    final Set<String> keys = new LinkedHashSet<>();
    @Nullable Manifest manifest;

    Found(long firstOffset) {
      this.firstOffset = firstOffset;
    }
  }

  private CheckpointIndex(KafkaSettings settings, Lane<CheckpointRecord> lane) {
    this.settings = settings;
    this.lane = lane;
  }

  static CheckpointIndex read(KafkaSettings settings, CellId cell)
      throws KafkaUnreachableException {
    Lane<CheckpointRecord> lane = Lane.checkpoints(settings.topics(), cell);
    CheckpointIndex index = new CheckpointIndex(settings, lane);
    LaneScan.read(
        settings,
        lane,
        0,
        (offset, key, value) -> {
          index.note(offset, key, value);
          return true;
        });
    return index;
  }

  /// Those with a manifest, the newest first.
  List<CheckpointKey> finished() {
    return checkpoints.entrySet().stream()
        .filter(entry -> entry.getValue().manifest != null)
        .map(Map.Entry::getKey)
        .sorted(Comparator.comparingLong(CheckpointKey::next).reversed())
        .toList();
  }

  Set<CheckpointKey> all() {
    return checkpoints.keySet();
  }

  Set<String> keys(CheckpointKey checkpoint) {
    Found found = checkpoints.get(checkpoint);
    return found == null ? Set.of() : found.keys;
  }

  @Nullable Manifest manifest(CheckpointKey checkpoint) {
    Found found = checkpoints.get(checkpoint);
    return found == null ? null : found.manifest;
  }

  /// The chunks of a checkpoint, or null when one is missing or the checksum does not hold.
  @Nullable List<Chunk> load(CheckpointKey checkpoint) throws KafkaUnreachableException {
    Found found = checkpoints.get(checkpoint);
    if (found == null || found.manifest == null) {
      return null;
    }
    Manifest manifest = found.manifest;
    Map<String, byte[]> values = new HashMap<>();
    LaneScan.read(
        settings,
        lane,
        found.firstOffset,
        (offset, key, value) -> {
          if (key != null && value != null && found.keys.contains(key)) {
            values.put(key, value);
          }
          return !checkpoint.manifest().equals(key);
        });
    MessageDigest digest = sha256();
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < manifest.chunks(); i++) {
      byte[] value = values.remove(checkpoint.chunk(i));
      if (value == null
          || !(lane.codec().decode(value) instanceof Decoded.Ok<?>(Chunk chunk))
          || chunk.index() != i) {
        return null;
      }
      digest.update(value);
      chunks.add(chunk);
    }
    boolean holds = HexFormat.of().formatHex(digest.digest()).equals(manifest.sha256());
    return holds ? chunks : null;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void note(long offset, @Nullable String text, byte @Nullable [] value) {
    CheckpointKey key = CheckpointKey.of(text);
    if (key == null || text == null || key.cell().value() != lane.partition().partition()) {
      return;
    }
    if (value == null) {
      forget(key, text);
      return;
    }
    Found found = checkpoints.computeIfAbsent(key, k -> new Found(offset));
    found.keys.add(text);
    if (text.equals(key.manifest())
        && lane.codec().decode(value) instanceof Decoded.Ok<?>(Manifest manifest)
        && manifest.position().next() == key.next()) {
      found.manifest = manifest;
    }
  }

  private void forget(CheckpointKey key, String text) {
    Found found = checkpoints.get(key);
    if (found == null) {
      return;
    }
    found.keys.remove(text);
    if (text.equals(key.manifest())) {
      found.manifest = null;
    }
    if (found.keys.isEmpty()) {
      checkpoints.remove(key);
    }
  }
}

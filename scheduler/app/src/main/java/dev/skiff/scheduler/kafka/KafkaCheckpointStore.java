package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Manifest;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.core.owner.CheckpointStore;
import dev.skiff.core.owner.CheckpointUnavailableException;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.LaneAdmin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The checkpoints of one cell on `skiff.checkpoints`. Two whole ones are kept; the log is deleted
/// only up to the older of them, so that either is enough to start from.
public final class KafkaCheckpointStore implements CheckpointStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaCheckpointStore.class);
  private static final int KEPT = 2;

  private final KafkaSettings settings;
  private final CellId cell;
  private final String schedulerId;
  private final Runnable saved;
  private final AtomicBoolean saving = new AtomicBoolean();
  private volatile @Nullable Thread saver;

  /// Checkpoints that are there, with their keys, the oldest first; what is known to be of no use
  /// has no place here. One thread at a time: loading ends before saving begins.
  private final Map<CheckpointKey, Set<String>> known = new LinkedHashMap<>();

  private final Map<CheckpointKey, Set<String>> useless = new LinkedHashMap<>();

  /// @param schedulerId becomes part of the keys
  /// @param saved run after each checkpoint that was written
  public KafkaCheckpointStore(
      KafkaSettings settings, CellId cell, String schedulerId, Runnable saved) {
    this.settings = settings.withClientId(settings.clientId() + "-checkpoints-" + cell);
    this.cell = cell;
    this.schedulerId = schedulerId;
    this.saved = saved;
  }

  @Override
  public Stored load() {
    try (LaneAdmin admin = LaneAdmin.open(settings)) {
      CheckpointIndex index = CheckpointIndex.read(settings, cell);
      long logBegin = admin.beginning(Lane.log(settings.topics(), cell));
      long logEnd = admin.end(Lane.log(settings.topics(), cell));
      return newest(index, logBegin, logEnd);
    } catch (KafkaUnreachableException e) {
      throw new CheckpointUnavailableException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CheckpointUnavailableException("interrupted", e);
    }
  }

  @Override
  public void save(LogPosition position, Supplier<List<Chunk>> chunks) {
    if (saving.compareAndSet(false, true)) {
      saver =
          Thread.ofVirtual().name("skiff-checkpoint-" + cell).start(() -> write(position, chunks));
    }
  }

  /// Whether one is being written or older ones are being deleted.
  boolean isSaving() {
    return saving.get();
  }

  /// Gives up on one that is being written: without its manifest it is none.
  @Override
  public void close() {
    Thread writing = saver;
    if (writing != null) {
      writing.interrupt();
    }
  }

  private Stored newest(CheckpointIndex index, long logBegin, long logEnd)
      throws KafkaUnreachableException {
    synchronized (known) {
      known.clear();
      useless.clear();
      Stored found = null;
      for (CheckpointKey key : index.finished()) {
        Manifest manifest = index.manifest(key);
        if (found != null || manifest == null) {
          known.put(key, index.keys(key));
          continue;
        }
        String fault = fault(manifest.position(), logBegin, logEnd);
        List<Chunk> chunks = fault == null ? index.load(key) : null;
        if (chunks != null) {
          found = new Stored(manifest.position(), chunks);
          known.put(key, index.keys(key));
        } else {
          useless.put(key, index.keys(key));
          LOG.warn(
              "cell {}: the checkpoint at {} is of no use: {}; trying the next older one",
              cell,
              key.next(),
              fault == null ? "it is not whole" : fault);
        }
      }
      for (CheckpointKey key : index.all()) {
        if (!known.containsKey(key) && !useless.containsKey(key)) {
          useless.put(key, index.keys(key));
        }
      }
      return found == null ? fromTheBeginning(logBegin) : found;
    }
  }

  private static @Nullable String fault(LogPosition position, long logBegin, long logEnd) {
    if (position.next() > logEnd) {
      return "the log ends before it, at " + logEnd;
    }
    if (position.next() < logBegin) {
      return "the log begins after it, at " + logBegin;
    }
    return null;
  }

  private Stored fromTheBeginning(long logBegin) {
    if (logBegin > 0) {
      throw new CheckpointUnavailableException(
          ("%s-%s begins at %d and no checkpoint of the cell is whole: its state cannot be known."
                  + " Restore %s (or the log) from a copy, or empty both topics to start the cell"
                  + " anew; its agents then report what runs")
              .formatted(settings.topics().log(), cell, logBegin, settings.topics().checkpoints()));
    }
    return new Stored(LogPosition.START, List.of());
  }

  private void write(LogPosition position, Supplier<List<Chunk>> state) {
    long started = System.nanoTime();
    CheckpointKey key = new CheckpointKey(cell, position.next(), writerName());
    try (CheckpointSaver writer = CheckpointSaver.open(settings, cell)) {
      List<Chunk> chunks = state.get();
      long bytes = writer.write(key, position, chunks);
      LOG.info(
          "cell {}: checkpoint at {} (claim {}), {} chunks, {} bytes, {} ms",
          cell,
          key.next(),
          position.claim(),
          chunks.size(),
          bytes,
          (System.nanoTime() - started) / 1_000_000);
      saved.run();
      synchronized (known) {
        known.put(key, keys(key, chunks.size()));
        tidy(writer);
      }
    } catch (KafkaUnreachableException | CompletionException e) {
      LOG.warn("cell {}: no checkpoint at {}: {}", cell, key.next(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      saving.set(false);
    }
  }

  private void tidy(CheckpointSaver writer) throws KafkaUnreachableException, InterruptedException {
    List<CheckpointKey> newestFirst =
        known.keySet().stream()
            .sorted(Comparator.comparingLong(CheckpointKey::next).reversed())
            .toList();
    if (newestFirst.size() < KEPT) {
      return;
    }
    long older = newestFirst.get(KEPT - 1).next();
    for (CheckpointKey key : newestFirst.subList(KEPT, newestFirst.size())) {
      writer.erase(key, known.getOrDefault(key, Set.of()));
      known.remove(key);
    }
    // One without a manifest may be under way at another writer, unless it is old.
    for (CheckpointKey key : new ArrayList<>(useless.keySet())) {
      if (key.next() < older) {
        writer.erase(key, useless.getOrDefault(key, Set.of()));
        useless.remove(key);
      }
    }
    writer.trimLog(older);
  }

  private String writerName() {
    return schedulerId
        + "-"
        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()).substring(0, 12);
  }

  private static Set<String> keys(CheckpointKey key, int chunks) {
    return Stream.concat(Stream.of(key.manifest()), IntStream.range(0, chunks).mapToObj(key::chunk))
        .collect(Collectors.toSet());
  }
}

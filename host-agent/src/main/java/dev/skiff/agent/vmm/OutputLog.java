package dev.skiff.agent.vmm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Writes what a VM's command printed: the newest output in `output.log`, what came before in
/// `output.log.1`, each at most half of the limit; older output is dropped and a marker says so.
///
/// Survives its process: the next writer goes on where this one stopped, at the stream offsets that
/// [#stdoutOffset] and [#stderrOffset] tell, so that nothing is logged twice. A full disk loses
/// output (a marker says how much once there is room again) and never throws.
public final class OutputLog implements AutoCloseable {
  private final Path path;
  private final long segmentLimit;
  private final InstantSource clock;
  private final Consumer<OutputLog> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable FileChannel file;
  private long size;
  private long number;
  private long changes;
  private long stdoutOffset;
  private long stderrOffset;
  private long unwritten;
  private @Nullable String unwrittenReason;
  private boolean ended;
  private boolean closed;

  OutputLog(Path path, long segmentLimit, InstantSource clock, Consumer<OutputLog> onClose)
      throws IOException {
    this.path = path;
    this.segmentLimit = segmentLimit;
    this.clock = clock;
    this.onClose = onClose;
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      resume(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    this.file = channel;
  }

  static Path older(Path path) {
    return path.resolveSibling(path.getFileName() + ".1");
  }

  private void resume(FileChannel channel) throws IOException {
    SegmentEnd end = SegmentEnd.find(channel);
    if (end == null) {
      OutputSegment fresh = afterOlder();
      channel.truncate(0);
      writeFully(channel, fresh.header(), 0);
      end = SegmentEnd.start(fresh);
    }
    number = end.number();
    size = end.size();
    stdoutOffset = end.stdoutOffset();
    stderrOffset = end.stderrOffset();
    ended = end.ended();
    channel.truncate(size);
  }

  /// The first segment, or the next one if a writer died between renaming the full one and starting
  /// another.
  private OutputSegment afterOlder() throws IOException {
    Path older = older(path);
    if (Files.exists(older)) {
      try (FileChannel channel = FileChannel.open(older, StandardOpenOption.READ)) {
        SegmentEnd end = SegmentEnd.find(channel);
        if (end != null) {
          return end.next();
        }
      }
    }
    return new OutputSegment(0, 0, 0);
  }

  private void advance(OutputKind kind, long end) {
    switch (kind) {
      case STDOUT -> stdoutOffset = end;
      case STDERR -> stderrOffset = end;
      case DROPPED, END -> {}
    }
  }

  /// How many bytes of standard output were received so far.
  public long stdoutOffset() {
    return locked(() -> stdoutOffset);
  }

  /// How many bytes of standard error were received so far.
  public long stderrOffset() {
    return locked(() -> stderrOffset);
  }

  /// Adds output at its stream's present offset.
  ///
  /// @param kind STDOUT or STDERR
  /// @param data at most 1 MiB
  public void append(OutputKind kind, ByteBuffer data) {
    lock.lock();
    try {
      long offset =
          switch (kind) {
            case STDOUT -> stdoutOffset;
            case STDERR -> stderrOffset;
            case DROPPED, END ->
                throw new IllegalArgumentException("kind: " + kind + " (expected: output)");
          };
      advance(kind, offset + data.remaining());
      if (unwritten > 0 && !tryWrite(OutputKind.DROPPED, 0, lostMarker())) {
        unwritten += data.remaining();
        return;
      }
      unwritten = 0;
      if (!tryWrite(kind, offset, data)) {
        unwritten = data.remaining();
      }
    } finally {
      lock.unlock();
    }
  }

  private ByteBuffer lostMarker() {
    return utf8("%d bytes of output were lost: %s".formatted(unwritten, unwrittenReason));
  }

  /// Says that a stretch of a stream is missing, and goes on after it.
  public void gap(OutputKind kind, long untilOffset, String reason) {
    lock.lock();
    try {
      advance(kind, untilOffset);
      tryWrite(OutputKind.DROPPED, 0, utf8(reason));
    } finally {
      lock.unlock();
    }
  }

  /// Says that nothing follows; readers end here.
  public void end() {
    lock.lock();
    try {
      if (!ended) {
        if (unwritten > 0) {
          tryWrite(OutputKind.DROPPED, 0, lostMarker());
        }
        ended = tryWrite(OutputKind.END, 0, ByteBuffer.allocate(0));
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean tryWrite(OutputKind kind, long offset, ByteBuffer data) {
    if (closed) {
      return false;
    }
    ByteBuffer encoded = OutputSegment.encode(kind, now(), offset, data);
    try {
      if (file == null
          || (size + encoded.remaining() > segmentLimit && size > OutputSegment.HEADER_BYTES)) {
        rotate();
      }
      FileChannel channel = file;
      if (channel == null) {
        return false;
      }
      int length = encoded.remaining();
      writeFully(channel, encoded, size);
      size += length;
      changes++;
      changed.signalAll();
      return true;
    } catch (IOException e) {
      unwrittenReason = e.getMessage();
      cutTornRecord();
      return false;
    }
  }

  private void rotate() throws IOException {
    FileChannel full = file;
    if (full != null) {
      file = null;
      full.close();
    }
    Path older = older(path);
    boolean drops = Files.exists(older) && Files.exists(path);
    if (Files.exists(path)) {
      Files.move(path, older, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
    FileChannel next =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean started = false;
    try {
      writeFully(next, new OutputSegment(number + 1, stdoutOffset, stderrOffset).header(), 0);
      size = OutputSegment.HEADER_BYTES;
      if (drops) {
        ByteBuffer marker =
            OutputSegment.encode(
                OutputKind.DROPPED, now(), 0, utf8("older output was dropped: the log is full"));
        int length = marker.remaining();
        writeFully(next, marker, size);
        size += length;
      }
      number++;
      file = next;
      started = true;
    } finally {
      if (!started) {
        next.close();
        Files.deleteIfExists(path);
      }
    }
  }

  private void cutTornRecord() {
    try {
      if (file != null) {
        file.truncate(size);
      }
    } catch (IOException e) {
      unwrittenReason = e.getMessage();
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  long changes() {
    return locked(() -> changes);
  }

  /// Waits until there was a change after `seen`, at most so long.
  void awaitChange(long seen, long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (changes == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private long locked(LongSupplier read) {
    lock.lock();
    try {
      return read.getAsLong();
    } finally {
      lock.unlock();
    }
  }

  void abandon() throws IOException {
    FileChannel channel = file;
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      onClose.accept(this);
      changes++;
      changed.signalAll();
      abandon();
      file = null;
    } finally {
      lock.unlock();
    }
  }
}

package dev.skiff.agent.vmm;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Reads a VM's output, from where it was asked to, through rotations, and then follows it. For one
/// thread (a virtual one: [#next] blocks). A reader that is slower than the log rotates meets a
/// DROPPED chunk.
public final class OutputLogReader implements AutoCloseable {
  private static final long IDLE_POLL_NANOS = Duration.ofMillis(50).toNanos();

  private static final long UNKNOWN_TIME = 0;

  private final OutputLogs logs;
  private final Path path;
  private final long since;
  private final Deque<OutputChunk> pending;
  private @Nullable FileChannel file;
  private long number = -1;
  private long position;
  private boolean ended;
  private volatile boolean closed;

  OutputLogReader(OutputLogs logs, Path path, OutputStart start) throws IOException {
    this.logs = logs;
    this.path = path;
    this.since = start instanceof OutputStart.Since from ? from.at() : Long.MIN_VALUE;
    this.pending =
        start instanceof OutputStart.LastLines last ? lastLines(last.lines()) : new ArrayDeque<>();
  }

  /// The next record without waiting.
  ///
  /// @return null when there is none now, or none ever ([#ended])
  public @Nullable OutputChunk poll() throws IOException {
    try {
      while (!ended && !closed) {
        OutputChunk first = pending.poll();
        OutputChunk chunk = first == null ? advance() : first;
        if (chunk == null) {
          return null;
        }
        if (chunk.kind() == OutputKind.END) {
          ended = true;
        } else if (chunk.at() == UNKNOWN_TIME || chunk.at() >= since) {
          return chunk;
        }
      }
    } catch (ClosedChannelException e) {
      if (!closed) {
        throw e;
      }
    }
    return null;
  }

  /// The next record, waiting for it.
  ///
  /// @return null when none came in time, the log has [#ended], or the reader was closed
  public @Nullable OutputChunk next(Duration atMost) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      OutputLog writer = logs.writer(path);
      long seen = writer == null ? 0 : writer.changes();
      OutputChunk chunk = poll();
      long left = deadline - System.nanoTime();
      if (chunk != null || ended || closed || left <= 0) {
        return chunk;
      }
      if (writer != null) {
        writer.awaitChange(seen, Math.min(left, Duration.ofSeconds(1).toNanos()));
      } else {
        LockSupport.parkNanos(Math.min(left, IDLE_POLL_NANOS));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }

  /// Whether the VM is over and everything was read.
  public boolean ended() {
    return ended;
  }

  private @Nullable OutputChunk advance() throws IOException {
    if (file == null && !openOldest()) {
      return null;
    }
    OutputChunk chunk = take();
    if (chunk != null) {
      return chunk;
    }
    FileChannel newest = open(path);
    if (newest == null) {
      return null;
    }
    OutputSegment segment = OutputSegment.read(newest);
    if (segment == null || segment.number() == number) {
      newest.close();
      return null;
    }
    // The writer has moved on; what it wrote to this segment before that is all there now.
    chunk = take();
    if (chunk != null) {
      newest.close();
      return chunk;
    }
    return moveOn(newest, segment.number());
  }

  private @Nullable OutputChunk moveOn(FileChannel newest, long newestNumber) throws IOException {
    long expected = number + 1;
    long before = number;
    if (newestNumber == expected) {
      use(newest, newestNumber);
    } else {
      newest.close();
      close(file);
      file = null;
      if (!openOldest()) {
        return null;
      }
    }
    if (number > expected && before >= 0) {
      String text = "output was dropped: the log was rotated faster than it was read";
      return new OutputChunk(
          OutputKind.DROPPED, UNKNOWN_TIME, 0, text.getBytes(StandardCharsets.UTF_8));
    }
    return take();
  }

  private boolean openOldest() throws IOException {
    for (Path candidate : new Path[] {OutputLog.older(path), path}) {
      FileChannel channel = open(candidate);
      if (channel == null) {
        continue;
      }
      OutputSegment segment = OutputSegment.read(channel);
      if (segment != null && segment.number() > number) {
        use(channel, segment.number());
        return true;
      }
      channel.close();
    }
    return false;
  }

  private void use(FileChannel channel, long segmentNumber) throws IOException {
    close(file);
    file = channel;
    number = segmentNumber;
    position = OutputSegment.HEADER_BYTES;
  }

  private @Nullable OutputChunk take() throws IOException {
    FileChannel channel = file;
    OutputChunk chunk = channel == null ? null : OutputSegment.record(channel, position);
    if (chunk != null) {
      position += OutputSegment.RECORD_OVERHEAD + chunk.data().length;
    }
    return chunk;
  }

  private Deque<OutputChunk> lastLines(int lines) throws IOException {
    LastLines last = new LastLines(lines);
    for (OutputChunk chunk = advance(); chunk != null; chunk = advance()) {
      if (chunk.kind() == OutputKind.END) {
        last.add(chunk);
        break;
      }
      last.add(chunk);
    }
    return last.chunks();
  }

  private static void close(@Nullable FileChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private static @Nullable FileChannel open(Path path) throws IOException {
    try {
      return FileChannel.open(path, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /// Ends a [#next] that waits, soon.
  @Override
  public void close() throws IOException {
    closed = true;
    close(file);
  }
}

package dev.skiff.agent.vmm.qemu;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps what a guest's console prints: `console.log` and, once that is full, what came before in
/// `console.log.1`; at most 1 MiB together. While no agent is there QEMU throws console output
/// away, so the guest never waits for a reader. A full disk loses output, nothing else.
final class ConsoleDrain implements AutoCloseable {
  private static final long SEGMENT_BYTES = 512 * 1024;
  private static final Pattern PANIC = Pattern.compile("Kernel panic - not syncing: [^\\r\\n]*");

  private final SocketChannel socket;
  private final Path file;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();

  private ConsoleDrain(SocketChannel socket, Path file) {
    this.socket = socket;
    this.file = file;
  }

  static ConsoleDrain open(Path socket, Path file) throws IOException {
    ConsoleDrain drain =
        new ConsoleDrain(SocketChannel.open(UnixDomainSocketAddress.of(socket)), file);
    Thread.ofVirtual().name("console").start(drain::drain);
    return drain;
  }

  private void drain() {
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    try {
      while (socket.read(buffer.clear()) >= 0) {
        keep(buffer.flip());
      }
    } catch (IOException e) {
      // QEMU is gone or this drain was closed.
    } finally {
      drained.complete(null);
    }
  }

  private void keep(ByteBuffer text) {
    try {
      if (Files.exists(file) && Files.size(file) + text.remaining() > SEGMENT_BYTES) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (text.hasRemaining()) {
          channel.write(text);
        }
      }
    } catch (IOException e) {
      // Losing console output is better than stopping the guest for it.
    }
  }

  /// Waits until everything that QEMU had was kept; for after its end.
  void await(long millis) throws InterruptedException {
    try {
      drained.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      close();
    }
  }

  /// The line with which a guest's kernel gave up, if it printed one.
  static Optional<String> panic(Path file) {
    Optional<String> last = Optional.empty();
    Matcher matcher = PANIC.matcher(tail(file));
    while (matcher.find()) {
      last = Optional.of(matcher.group());
    }
    return last;
  }

  /// The end of a file, at most 32 KiB; empty when it cannot be read.
  static String tail(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long from = Math.max(0, channel.size() - 32 * 1024);
      ByteBuffer end = ByteBuffer.allocate((int) (channel.size() - from));
      channel.read(end, from);
      return new String(end.array(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}

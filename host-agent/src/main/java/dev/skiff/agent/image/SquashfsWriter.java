package dev.skiff.agent.image;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Pipes a tar stream through `tar2sqfs` (squashfs-tools-ng), which makes a squashfs with any
/// owners and modes without being root, and the same bytes for the same input. See DESIGN.md for
/// why LZ4.
final class SquashfsWriter {
  private static final int PIPE_BUFFER = 1 << 17;
  private static final long FINISH_MINUTES = 10;
  private static final int SHOWN_ERROR = 500;
  private static final long FULL_DISK_BYTES = 1 << 20;

  private final String program;

  SquashfsWriter(String program) {
    this.program = program;
  }

  interface TarSource {
    void writeTo(OutputStream tar) throws IOException, InterruptedException;
  }

  void write(TarSource source, Path squashfs) throws IOException, InterruptedException {
    Process process = start(squashfs);
    // Kept in memory: a file beside the image could not be written when the disk is full.
    FutureTask<String> errors = new FutureTask<>(() -> lastWords(process.getErrorStream()));
    Thread.ofVirtual().name("tar2sqfs-errors").start(errors);
    Counted tar = new Counted(process.getOutputStream());
    try {
      try (OutputStream pipe = new BufferedOutputStream(tar, PIPE_BUFFER)) {
        source.writeTo(pipe);
      } catch (RefusedInput e) {
        throw e;
      } catch (IOException e) {
        // When the tool dies the pipe breaks; its own words say why, if it has any.
        process.getOutputStream().close();
        if (process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() != 0) {
          throw failed(process, errors, squashfs, tar.count);
        }
        throw e;
      }
      if (!process.waitFor(FINISH_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException(
            "%s did not finish within %d minutes".formatted(program, FINISH_MINUTES));
      }
      if (process.exitValue() != 0) {
        throw failed(process, errors, squashfs, tar.count);
      }
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private Process start(Path squashfs) throws IOException {
    List<String> command =
        List.of(
            program,
            "--quiet",
            "--force",
            "--no-skip",
            "--no-xattr",
            "--compressor",
            "lz4",
            "--defaults",
            "uid=0,gid=0,mode=0755,mtime=0",
            squashfs.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(Map.of("LC_ALL", "C", "SOURCE_DATE_EPOCH", "0"));
    try {
      return builder.start();
    } catch (IOException e) {
      RefusedInput missing =
          new RefusedInput(
              "tool-missing",
              "%s cannot be run: install the package squashfs-tools-ng".formatted(program));
      missing.addSuppressed(e);
      throw missing;
    }
  }

  private static String lastWords(InputStream errors) throws IOException {
    byte[] last = new byte[0];
    byte[] buffer = new byte[SHOWN_ERROR];
    for (int read = errors.read(buffer); read >= 0; read = errors.read(buffer)) {
      byte[] all = Arrays.copyOf(last, last.length + read);
      System.arraycopy(buffer, 0, all, last.length, read);
      last = Arrays.copyOfRange(all, Math.max(0, all.length - SHOWN_ERROR), all.length);
    }
    return new String(last, StandardCharsets.UTF_8).strip();
  }

  private IOException failed(
      Process process, FutureTask<String> errors, Path squashfs, long tarBytes)
      throws IOException, InterruptedException {
    // tar2sqfs calls a full disk an "I/O error" and deletes what it has written, so what tells is
    // whether that would fit now.
    Path parent = squashfs.toAbsolutePath().getParent();
    if (parent != null
        && Files.getFileStore(parent).getUsableSpace() < tarBytes + FULL_DISK_BYTES) {
      return new RefusedInput(
          "disk-full",
          "no space left on the image store's disk to write the image; remove images or make room");
    }
    String said;
    try {
      said = errors.get(1, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      said = "it gave no reason";
    }
    return new IOException("%s ended with %d: %s".formatted(program, process.exitValue(), said));
  }

  /// Counts what the tool has taken.
  private static final class Counted extends FilterOutputStream {
    private long count;

    private Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      count++;
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
      out.write(data, offset, length);
      count += length;
    }
  }
}

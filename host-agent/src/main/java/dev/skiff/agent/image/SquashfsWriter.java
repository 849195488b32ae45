package dev.skiff.agent.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Pipes a tar stream through `tar2sqfs` (squashfs-tools-ng), which makes a squashfs with any
/// owners and modes without being root, and the same bytes for the same input. See DESIGN.md for
/// why LZ4.
final class SquashfsWriter {
  private static final int PIPE_BUFFER = 1 << 17;
  private static final long FINISH_MINUTES = 10;
  private static final int SHOWN_ERROR = 500;

  private final String program;

  SquashfsWriter(String program) {
    this.program = program;
  }

  interface TarSource {
    void writeTo(OutputStream tar) throws IOException, InterruptedException;
  }

  /// @param errors file for what the tool has to say
  void write(TarSource source, Path squashfs, Path errors)
      throws IOException, InterruptedException {
    Process process = start(squashfs, errors);
    try {
      try (OutputStream pipe = new BufferedOutputStream(process.getOutputStream(), PIPE_BUFFER)) {
        source.writeTo(pipe);
      } catch (RefusedInput e) {
        throw e;
      } catch (IOException e) {
        // When the tool dies the pipe breaks; its own words say why, if it has any.
        process.getOutputStream().close();
        if (process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() != 0) {
          throw failed(process, errors);
        }
        throw e;
      }
      if (!process.waitFor(FINISH_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException(
            "%s did not finish within %d minutes".formatted(program, FINISH_MINUTES));
      }
      if (process.exitValue() != 0) {
        throw failed(process, errors);
      }
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private Process start(Path squashfs, Path errors) throws IOException {
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
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile());
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

  private IOException failed(Process process, Path errors) throws IOException {
    byte[] said = Files.readAllBytes(errors);
    int from = Math.max(0, said.length - SHOWN_ERROR);
    String text = new String(said, from, said.length - from, StandardCharsets.UTF_8).strip();
    return new IOException("%s ended with %d: %s".formatted(program, process.exitValue(), text));
  }
}

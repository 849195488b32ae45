package dev.skiff.agent.vmm.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/// What is done with large files that are mostly holes.
final class SnapshotFiles {
  private static final int BUFFER = 1 << 20;
  private static final long PATIENCE_SECONDS = 60;

  private SnapshotFiles() {}

  /// CRC32C of a whole file.
  static long checksum(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer.clear()) >= 0) {
        checksum.update(buffer.flip());
      }
    }
    return checksum.getValue();
  }

  static void force(Path fileOrFolder) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Copies files into a folder; holes stay holes, and where the file system can, nothing is
  /// copied.
  static void copy(List<Path> files, Path folder) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("cp", "--sparse=always", "--reflink=auto", "-t"));
    command.add(folder.toString());
    files.forEach(file -> command.add(file.toString()));
    run(command);
  }

  /// Bytes that a folder takes on disk.
  static long used(Path folder) throws IOException, InterruptedException {
    String said = run(List.of("du", "-s", "--block-size=1", folder.toString()));
    try {
      return Long.parseLong(said.substring(0, said.indexOf('\t')));
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new IOException("du said: " + said, e);
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command.getFirst() + ": " + said.strip());
      }
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}

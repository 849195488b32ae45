package dev.skiff.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/// Formats a new data folder the way `kafka-storage format` does.
final class StorageFolder {
  private StorageFolder() {}

  /// Formats beside the folder and renames, so that a process killed halfway leaves nothing that
  /// looks formatted.
  static void prepare(Path folder, int nodeId, String controllerListener) throws Exception {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    if (Files.exists(folder) && !isEmpty(folder)) {
      throw new IOException(
          "it is not empty and not a Kafka data folder (expected: a new or empty folder)");
    }
    Path fresh = folder.resolveSibling(folder.getFileName() + ".formatting");
    delete(fresh);
    Files.createDirectories(fresh);
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(nodeId)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setControllerListenerName(controllerListener)
        .setMetadataLogDirectory(fresh.toString())
        .addDirectory(fresh.toString())
        .run();
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

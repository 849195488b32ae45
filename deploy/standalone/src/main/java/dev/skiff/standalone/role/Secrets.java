package dev.skiff.standalone.role;

import dev.skiff.cli.command.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Secrets come from files, because a command line is there for everybody on the machine to read.
final class Secrets {
  private Secrets() {}

  /// @param option for the message
  /// @param file null for none
  static @Nullable String read(String option, @Nullable Path file) {
    if (file == null) {
      return null;
    }
    try {
      String secret = Files.readString(file).strip();
      if (secret.isEmpty()) {
        throw Failure.usage("%s: %s is empty (expected: a token)".formatted(option, file), null);
      }
      return secret;
    } catch (IOException e) {
      throw Failure.usage("%s: cannot read %s: %s".formatted(option, file, e), null);
    }
  }
}

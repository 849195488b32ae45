package dev.skiff.loadtests.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a figure was measured on.
public final class Machine {
  private Machine() {}

  /// For example `2 cores, 23 GiB, AMD EPYC`.
  public static String describe() throws IOException {
    return "%d cores, %d GiB, %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            Long.parseLong(valueOf(Path.of("/proc/meminfo"), "MemTotal").split(" ", 2)[0])
                / 1024
                / 1024,
            valueOf(Path.of("/proc/cpuinfo"), "model name"));
  }

  /// The commit of a tree.
  public static String commit(Path tree) throws IOException, InterruptedException {
    String changed = git(tree, "status", "--porcelain", "--untracked-files=no");
    return git(tree, "rev-parse", "--short", "HEAD") + (changed.isEmpty() ? "" : "+");
  }

  private static String git(Path tree, String... arguments)
      throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder(
                Stream.concat(Stream.of("git", "-C", tree.toString()), Stream.of(arguments))
                    .toList())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return git.waitFor() == 0 ? said : "unknown";
  }

  private static String valueOf(Path file, String key) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("0 unknown");
    }
  }
}

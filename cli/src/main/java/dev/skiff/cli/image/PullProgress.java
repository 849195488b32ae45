package dev.skiff.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.ProgressLine;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How far each host has come with an image, in one line.
final class PullProgress {
  private final ProgressLine line;
  private final Map<String, String> byHost = new TreeMap<>();

  PullProgress(ProgressLine line) {
    this.line = line;
  }

  void show(JsonNode entry) {
    byHost.put(entry.path("host").asText("?"), words(entry));
    line.show(
        byHost.entrySet().stream()
            .map(host -> host.getKey() + ": " + host.getValue())
            .collect(Collectors.joining("  ")));
  }

  private static String words(JsonNode entry) {
    String phase = entry.path("phase").asText("");
    long done = entry.path("doneBytes").asLong(0);
    long total = entry.path("totalBytes").asLong(-1);
    if (total > 0) {
      return "%s %s/%s".formatted(phase, Amounts.bytes(done), Amounts.bytes(total));
    }
    return done > 0 ? phase + " " + Amounts.bytes(done) : phase;
  }
}

package dev.skiff.cli.stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.Times;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// One line of a log as the API sends it.
final class LogChunk {
  enum Kind {
    STDOUT,
    STDERR,
    /// Output went missing here.
    DROPPED,
    /// The VM is over, and this was all.
    END
  }

  private final Kind kind;
  private final long at;
  private final byte[] data;

  private LogChunk(Kind kind, long at, byte[] data) {
    this.kind = kind;
    this.at = at;
    this.data = data;
  }

  /// @throws IllegalArgumentException when the stream is none that is known
  static LogChunk of(JsonNode line) {
    Kind kind =
        switch (line.path("stream").asText("")) {
          case "stdout" -> Kind.STDOUT;
          case "stderr" -> Kind.STDERR;
          case "dropped" -> Kind.DROPPED;
          case "end" -> Kind.END;
          default -> throw new IllegalArgumentException("unknown log line: " + line);
        };
    return new LogChunk(kind, Times.micros(line.path("at")), data(line));
  }

  /// Bytes travel as text where they are UTF-8, in base 64 where they are not.
  private static byte[] data(JsonNode line) {
    JsonNode base64 = line.path("base64");
    return base64.isTextual()
        ? Base64.getDecoder().decode(base64.textValue())
        : line.path("text").asText("").getBytes(StandardCharsets.UTF_8);
  }

  Kind kind() {
    return kind;
  }

  /// Microseconds since the epoch; 0 with [Kind#END].
  long at() {
    return at;
  }

  /// Bytes that the command wrote, the sentence with [Kind#DROPPED]. Not to be changed.
  byte[] data() {
    return data;
  }
}

package dev.skiff.agent.http;

import dev.skiff.agent.vmm.OutputChunk;
import dev.skiff.agent.vmm.OutputKind;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;

/// The bytes as they came, both streams together.
final class PlainLog implements LogFormat {
  private static final DateTimeFormatter STAMP =
      new DateTimeFormatterBuilder().appendInstant(6).appendLiteral(' ').toFormatter();

  private final boolean timestamps;
  private boolean lineBegins = true;

  PlainLog(boolean timestamps) {
    this.timestamps = timestamps;
  }

  @Override
  public String contentType() {
    return "text/plain; charset=utf-8";
  }

  @Override
  public Buffer chunk(OutputChunk chunk) {
    Buffer out = Buffer.buffer();
    if (chunk.kind() == OutputKind.DROPPED) {
      if (!lineBegins) {
        out.appendByte((byte) '\n');
      }
      lineBegins = true;
      return out.appendString("[skiff: " + chunk.text() + "]\n");
    }
    byte[] data = chunk.data();
    if (!timestamps) {
      lineBegins = data.length == 0 ? lineBegins : data[data.length - 1] == '\n';
      return out.appendBytes(data);
    }
    String stamp = STAMP.format(Instant.EPOCH.plus(chunk.at(), ChronoUnit.MICROS));
    for (byte one : data) {
      if (lineBegins) {
        out.appendString(stamp);
      }
      out.appendByte(one);
      lineBegins = one == '\n';
    }
    return out;
  }

  @Override
  public Buffer end() {
    return Buffer.buffer();
  }

  @Override
  public Buffer keepAlive() {
    return Buffer.buffer();
  }
}

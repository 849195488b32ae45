package dev.skiff.contracts.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Reads and writes one family of [WireRecord]s as JSON bytes. Unknown members are ignored; unknown
/// types are treated as their names say. Immutable and safe for concurrent use.
///
/// @param <T> the family: a sealed interface, or a single record type
public final class Codec<T extends WireRecord> {
  /// No value on a topic of a cell is larger, in bytes.
  public static final int MAX_BYTES = 256 * 1024;

  /// No value that carries events or what functions answer is larger, in bytes.
  public static final int MAX_EVENT_BYTES = 768 * 1024;

  private final Class<T> family;
  private final int maxBytes;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  private Codec(Class<T> family, int maxBytes) {
    this.family = family;
    this.maxBytes = maxBytes;
    this.reader = Mappers.WIRE.readerFor(family);
    this.writer = Mappers.WIRE.writerFor(family);
  }

  static <T extends WireRecord> Codec<T> of(Class<T> family, int maxBytes) {
    return new Codec<>(family, maxBytes);
  }

  /// @throws RecordTooLargeException when the record takes more bytes than its topic allows
  public byte[] encode(T record) {
    byte[] bytes;
    try {
      bytes = writer.writeValueAsBytes(record);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
    if (bytes.length > maxBytes) {
      throw new RecordTooLargeException(family.getSimpleName(), bytes.length, maxBytes);
    }
    return bytes;
  }

  /// Never throws on bad bytes: says what is wrong with them instead.
  public Decoded<T> decode(byte[] bytes) {
    if (bytes.length > maxBytes) {
      return new Decoded.Refused<>(
          "%d bytes (expected: at most %d)".formatted(bytes.length, maxBytes));
    }
    if (bytes.length == 0 || bytes[0] != '{') {
      return new Decoded.Refused<>("is no JSON object");
    }
    try {
      T record = reader.readValue(bytes);
      return record == null ? new Decoded.Skipped<>("unknown") : new Decoded.Ok<>(record);
    } catch (JsonProcessingException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnknownTypeException unknown) {
          return new Decoded.TooNew<>(unknown.type());
        }
      }
      return new Decoded.Refused<>(e.getOriginalMessage());
    } catch (IOException e) {
      return new Decoded.Refused<>(String.valueOf(e.getMessage()));
    }
  }
}

package dev.skiff.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Data that goes with a request: text, a file, or standard input.
public final class DataOption {
  private static final int MAX_BYTES = 256 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "DATA",
      description = "The data; @FILE for a file's, - for standard input's. At most 256 KiB.")
  private @Nullable String data;

  /// Nothing where none was given.
  public byte[] read(InputStream in) {
    if (data == null) {
      return new byte[0];
    }
    if (!data.equals("-") && !data.startsWith("@")) {
      return data.getBytes(StandardCharsets.UTF_8);
    }
    String name = data.equals("-") ? "standard input" : data.substring(1);
    try {
      byte[] bytes = data.equals("-") ? in.readNBytes(MAX_BYTES + 1) : file(Path.of(name));
      if (bytes.length > MAX_BYTES) {
        throw Failure.usage("-d: " + name + ": more than 256 KiB", null);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw Failure.usage("-d: no file " + name, null);
    } catch (IOException e) {
      throw Failure.usage("-d: cannot read " + name + ": " + e.getMessage(), null);
    }
  }

  private static byte[] file(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      return file.readNBytes(MAX_BYTES + 1);
    }
  }

  /// A media type that the data can pass for: JSON where it is, or text, or bytes.
  public static String type(byte[] bytes) {
    try {
      if (!JSON.readTree(bytes).isMissingNode()) {
        return "application/json";
      }
    } catch (JsonProcessingException notJson) {
      return isText(bytes) ? "text/plain; charset=utf-8" : "application/octet-stream";
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return "application/octet-stream";
  }

  private static boolean isText(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).indexOf('\ufffd') < 0;
  }
}

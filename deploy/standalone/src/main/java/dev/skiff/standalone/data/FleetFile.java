package dev.skiff.standalone.data;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalInt;
import java.util.Properties;

/// What a fleet remembers about its last start: how many hosts it had and where it listened.
public final class FleetFile {
  private static final int FORMAT = 1;
  private static final String FORMAT_KEY = "format";
  private static final String HOSTS = "hosts";
  private static final String PORT = "port";
  private static final String KAFKA_PORT = "kafkaPort";

  private final Path file;
  private final Properties values;

  private FleetFile(Path file, Properties values) {
    this.file = file;
    this.values = values;
  }

  static FleetFile read(Path file) throws DataFolderException {
    Properties values = new Properties();
    try {
      values.load(new StringReader(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return new FleetFile(file, values);
    } catch (IOException | IllegalArgumentException e) {
      throw new DataFolderException("cannot read %s: %s".formatted(file, e), e);
    }
    FleetFile read = new FleetFile(file, values);
    int format = read.number(FORMAT_KEY).orElse(0);
    if (format != FORMAT) {
      throw new DataFolderException(
          "%s: format %d (expected: %d): it was made by another version of skiff; use that one, or another folder with --data"
              .formatted(file, format, FORMAT));
    }
    return read;
  }

  public OptionalInt hosts() {
    return number(HOSTS);
  }

  /// Of the HTTP API.
  public OptionalInt port() {
    return number(PORT);
  }

  public OptionalInt kafkaPort() {
    return number(KAFKA_PORT);
  }

  /// Written beside and renamed, so that a crash leaves the old file or the new one.
  public void write(int hosts, int port, int kafkaPort) throws DataFolderException {
    values.setProperty(FORMAT_KEY, Integer.toString(FORMAT));
    values.setProperty(HOSTS, Integer.toString(hosts));
    values.setProperty(PORT, Integer.toString(port));
    values.setProperty(KAFKA_PORT, Integer.toString(kafkaPort));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      StringWriter text = new StringWriter();
      values.store(text, "What this fleet was last started with; written by skiff up.");
      Files.writeString(fresh, text.toString());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DataFolderException("cannot write %s: %s".formatted(file, e), e);
    }
  }

  private OptionalInt number(String key) {
    String value = values.getProperty(key);
    if (value == null || !value.matches("[0-9]{1,9}")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(value));
  }
}

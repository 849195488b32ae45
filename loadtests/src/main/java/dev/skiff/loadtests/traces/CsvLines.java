package dev.skiff.loadtests.traces;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The lines of a `.csv` or `.csv.gz` file with a known header, one after the other. Fields are not
/// quoted in any of the traces.
public final class CsvLines implements AutoCloseable {
  private final Path file;
  private final BufferedReader reader;
  private final int fields;
  private long line = 1;

  /// @throws TraceFormatException when the file begins with another header
  public CsvLines(Path file, String header) throws IOException {
    this.file = file;
    this.reader = open(file);
    this.fields = header.split(",").length;
    String first = reader.readLine();
    if (!header.equals(first)) {
      close();
      throw problem("\"%s\" (expected: %s)".formatted(first == null ? "" : first, header));
    }
  }

  /// @return the fields of the next line; null at the end
  /// @throws TraceFormatException when there are more or fewer than in the header
  public @Nullable List<String> next() throws IOException {
    String text = reader.readLine();
    line++;
    if (text == null) {
      return null;
    }
    List<String> values = List.of(text.split(",", -1));
    if (values.size() != fields) {
      throw problem("%d fields (expected: %d)".formatted(values.size(), fields));
    }
    return values;
  }

  /// A number of the line that was read last.
  public double number(String field, String value, double least) {
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number < Double.POSITIVE_INFINITY) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw problem("%s: \"%s\" (expected: a number >= %s)".formatted(field, value, least));
  }

  /// A whole number of the line that was read last.
  public int whole(String field, String value, int least) {
    double number = number(field, value, least);
    if (number != Math.rint(number) || number > Integer.MAX_VALUE) {
      throw problem("%s: \"%s\" (expected: a whole number)".formatted(field, value));
    }
    return (int) number;
  }

  /// What is wrong with the line that was read last.
  public TraceFormatException problem(String what) {
    return new TraceFormatException(String.valueOf(file.getFileName()), line, what);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      return new BufferedReader(
          new InputStreamReader(
              file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
              StandardCharsets.UTF_8));
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }
}

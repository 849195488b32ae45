package dev.skiff.loadtests.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The figures of one measurement, with what is needed to read them.
///
/// @param name of the measurement, also of its file
/// @param command that printed them
/// @param commit of the tree; ends with `+` when it was changed since
/// @param machine cores, memory, processor
/// @param results the figures
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Report(
    String name, String command, String commit, String machine, List<Figure> results) {
  /// What was measured in a tree just now.
  public static Report of(Path tree, String name, String command, List<Figure> figures)
      throws IOException, InterruptedException {
    return new Report(name, command, Machine.commit(tree), Machine.describe(), figures);
  }

  /// Prints it and writes it where results of the tree go.
  public void publish(Path tree) throws IOException {
    print(System.out);
    System.err.println("\nwritten to " + write(tree.resolve("loadtests/target/results")));
  }

  public void print(PrintStream out) {
    out.printf("%n%s  (%s, commit %s)%n%n", command, machine, commit);
    int width = results.stream().mapToInt(f -> f.metric().length()).max().orElse(10);
    for (Figure figure : results) {
      String target =
          figure.target() == null
              ? ""
              : String.format(
                  Locale.ROOT,
                  "   target %s %s %s: %s",
                  figure.bound().sign(),
                  number(figure.target()),
                  figure.unit(),
                  Boolean.TRUE.equals(figure.met()) ? "met" : "MISSED");
      out.printf(
          Locale.ROOT,
          "  %-" + width + "s  %10s %s%s%n",
          figure.metric(),
          number(figure.value()),
          figure.unit(),
          target);
    }
  }

  /// Writes `<folder>/<name>.json`.
  public Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name + ".json");
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(file.toFile(), this);
    return file;
  }

  private static String number(double value) {
    int decimals = value == Math.rint(value) || value >= 100 ? 0 : value >= 10 ? 2 : 4;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}

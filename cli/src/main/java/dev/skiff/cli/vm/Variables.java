package dev.skiff.cli.vm;

import dev.skiff.cli.command.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The environment of a guest's command: files first, in their order, then options; a later one
/// wins.
public final class Variables {
  private final Map<String, String> here;
  private final Map<String, String> collected = new TreeMap<>();

  /// @param here this process's environment, from which a name without a value takes its value
  private Variables(Map<String, String> here) {
    this.here = here;
  }

  /// @param here this process's environment
  public static Map<String, String> collect(
      Map<String, String> here, List<Path> files, List<String> options) {
    Variables variables = new Variables(here);
    files.forEach(variables::addFile);
    options.forEach(option -> variables.add(option, "-e"));
    return variables.collected;
  }

  private void addFile(Path file) {
    try {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          add(line, file + ":" + number);
        }
      }
    } catch (NoSuchFileException e) {
      throw Failure.usage("--env-file: no file " + file, null);
    } catch (IOException e) {
      throw Failure.usage("--env-file: cannot read " + file + ": " + e.getMessage(), null);
    }
  }

  /// A name that has no value here is left out, as Docker does.
  private void add(String assignment, String source) {
    int equals = assignment.indexOf('=');
    String name = equals < 0 ? assignment : assignment.substring(0, equals);
    if (name.isBlank() || !name.equals(name.strip())) {
      throw Failure.usage(
          "%s: \"%s\" (expected: NAME=VALUE or NAME)".formatted(source, assignment), null);
    }
    if (equals >= 0) {
      collected.put(name, assignment.substring(equals + 1));
    } else if (here.containsKey(name)) {
      collected.put(name, here.get(name));
    }
  }
}

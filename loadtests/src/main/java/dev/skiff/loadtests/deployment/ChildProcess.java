package dev.skiff.loadtests.deployment;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A JVM of the deployment. What it says goes to a file.
public final class ChildProcess implements AutoCloseable {
  private static final Duration GOODBYE = Duration.ofSeconds(15);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final String name;
  private final Path said;
  private final Process process;
  private final Writer input;

  private ChildProcess(String name, Path said, Process process) {
    this.name = name;
    this.said = said;
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /// @param said where what it says goes; made anew
  static ChildProcess start(String name, Role role, Path said, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(role.jvmOptions());
    command.add("-Dskiff.root=" + System.getProperty("skiff.root", "."));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(role.main());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    return new ChildProcess(name, said, process);
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Waits until it says something.
  ///
  /// @return the first group of the pattern
  String await(Pattern line, Duration atMost) throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + atMost.toNanos();
    while (true) {
      Matcher found = line.matcher(said());
      if (found.find()) {
        return found.group(1);
      }
      if (!process.isAlive() || System.nanoTime() - giveUp > 0) {
        throw new IOException("%s did not start. It said:%n%s".formatted(name, lastWords()));
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
  }

  String said() throws IOException {
    return Files.exists(said) ? Files.readString(said) : "";
  }

  /// The last lines that it said.
  public String lastWords() throws IOException {
    List<String> lines = said().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /// Writes a line to its standard input.
  void tell(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  /// Ends its standard input, and waits until it has ended by itself.
  ///
  /// @return its exit code
  int finish(Duration atMost) throws IOException, InterruptedException {
    input.close();
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("%s did not end within %s".formatted(name, atMost));
    }
    return process.exitValue();
  }

  /// `kill -9`.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// `kill -STOP`: it stands still and does not know.
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /// `kill -CONT`.
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -%s %s failed".formatted(signal, name));
    }
  }

  /// Asks it to end, and makes it.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /// Makes it end, for when nobody will wait.
  void abandon() {
    process.destroyForcibly();
  }
}

package dev.skiff.cli.stream;

import dev.skiff.cli.console.GuestOutput;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Printable;
import dev.skiff.cli.view.Times;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Prints a log: each stream to its own, exactly as written, or each line after its time.
public final class LogPrinter implements LogSink {
  private final Surroundings surroundings;
  private final GuestOutput output;
  private final boolean timestamps;
  private final Runnable beforeFirst;
  private boolean started;
  private boolean outInLine;
  private boolean errInLine;

  /// @param timestamps whether each line is printed after its time
  /// @param beforeFirst called once, before anything is printed
  public LogPrinter(Surroundings surroundings, boolean timestamps, Runnable beforeFirst) {
    this.surroundings = surroundings;
    this.output = new GuestOutput(surroundings);
    this.timestamps = timestamps;
    this.beforeFirst = beforeFirst;
  }

  @Override
  public void accept(LogChunk chunk) {
    if (!started) {
      started = true;
      beforeFirst.run();
    }
    switch (chunk.kind()) {
      case STDOUT -> {
        byte[] data = timestamps ? withTimes(chunk, outInLine) : chunk.data();
        output.out(data, 0, data.length);
        outInLine = inLine(chunk.data(), outInLine);
      }
      case STDERR -> {
        byte[] data = timestamps ? withTimes(chunk, errInLine) : chunk.data();
        output.err(data, 0, data.length);
        errInLine = inLine(chunk.data(), errInLine);
      }
      case DROPPED -> {
        String sentence = new String(chunk.data(), StandardCharsets.UTF_8);
        surroundings.err().println("skiff: " + Printable.oneLine(sentence));
      }
      case END -> {}
    }
  }

  private static boolean inLine(byte[] data, boolean before) {
    return data.length == 0 ? before : data[data.length - 1] != '\n';
  }

  private static byte[] withTimes(LogChunk chunk, boolean inLine) {
    byte[] time = (Times.text(chunk.at()) + " ").getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream lines = new ByteArrayOutputStream(chunk.data().length + time.length);
    boolean atStart = !inLine;
    for (byte b : chunk.data()) {
      if (atStart) {
        lines.writeBytes(time);
      }
      lines.write(b);
      atStart = b == '\n';
    }
    return lines.toByteArray();
  }
}

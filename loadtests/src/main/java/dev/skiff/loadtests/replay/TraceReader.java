package dev.skiff.loadtests.replay;

import dev.skiff.loadtests.traces.CsvLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Reads a trace of VMs as it is prepared in huaweicloud/trace_generation_rnn. Arrivals are
/// recorded in steps of 300 s: VMs of one step are spread evenly over it, in file order. A lifetime
/// is the midpoint of its bin, at least 150 s.
final class TraceReader implements AutoCloseable {
  static final double STEP = 300;
  private static final double SHORTEST = 150;
  private static final String HEADER = "arrive_s,batch,vcpu,mem_gib,life_lo_s,life_hi_s,censored";

  private final CsvLines lines;
  private final Queue<TraceVm> step = new ArrayDeque<>();
  private @Nullable TraceVm ahead;
  private int rows;
  private double end;

  TraceReader(Path file) throws IOException {
    lines = new CsvLines(file, HEADER);
    ahead = read();
  }

  /// @return the next VM to arrive; null at the end
  @Nullable TraceVm next() throws IOException {
    if (step.isEmpty() && ahead != null) {
      readStep(ahead.arrival());
    }
    return step.poll();
  }

  /// When the last step that was read ends.
  double end() {
    return end;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private void readStep(double begin) throws IOException {
    Queue<TraceVm> read = new ArrayDeque<>();
    while (ahead != null && ahead.arrival() == begin) {
      read.add(ahead);
      ahead = read();
    }
    end = begin + STEP;
    int count = read.size();
    int i = 0;
    for (TraceVm vm : read) {
      step.add(
          new TraceVm(
              vm.row(),
              begin + STEP * i++ / count,
              vm.batch(),
              vm.cpus(),
              vm.memoryGib(),
              vm.lifetime()));
    }
  }

  private @Nullable TraceVm read() throws IOException {
    List<String> fields = lines.next();
    if (fields == null) {
      return null;
    }
    double arrival = lines.number("arrive_s", fields.get(0), 0);
    if (ahead != null && arrival < ahead.arrival()) {
      throw lines.problem(
          "arrive_s: %s (expected: not before the line above, %s)"
              .formatted(fields.get(0), ahead.arrival()));
    }
    return new TraceVm(
        rows++,
        arrival,
        fields.get(1),
        lines.number("vcpu", fields.get(2), 0.001),
        lines.number("mem_gib", fields.get(3), 0.001),
        lifetime(fields));
  }

  private double lifetime(List<String> fields) {
    return switch (fields.get(6)) {
      case "1" -> Double.POSITIVE_INFINITY;
      case "0" ->
          Math.max(
              SHORTEST,
              (lines.number("life_lo_s", fields.get(4), 0)
                      + lines.number("life_hi_s", fields.get(5), 0))
                  / 2);
      default ->
          throw lines.problem("censored: \"%s\" (expected: 0 or 1)".formatted(fields.get(6)));
    };
  }
}

package dev.skiff.loadtests.engine;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.contracts.wire.Decoded;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Writing and reading one Transition of 1,000 events.
@BenchmarkMode(Mode.Throughput)
public class CodecBenchmark {
  static final int EVENTS = 1_000;

  @State(Scope.Thread)
  public static class Written {
    final LogRecord transition = transition();
    final byte[] bytes = Codecs.LOG.encode(transition);

    private static LogRecord transition() {
      List<CellEvent> events = new ArrayList<>();
      for (int i = 0; i < EVENTS; i++) {
        events.add(
            new CellEvent.VmsAssigned(
                new JobId("j0-x7k2m9qa"), i, 1, 1, new HostId("h%05d".formatted(i))));
      }
      return new LogRecord.Transition(
          123_456, "0123456789abcdef", 42, 1_790_000_000_000_000L, 1, 1, List.of(), events);
    }
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public byte[] encode(Written state) {
    return Codecs.LOG.encode(state.transition);
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public Decoded<LogRecord> decode(Written state) {
    return Codecs.LOG.decode(state.bytes);
  }
}

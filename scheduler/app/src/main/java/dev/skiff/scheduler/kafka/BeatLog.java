package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.core.owner.CellInputs.Beat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Heartbeats that were read and not taken yet. The latest of each session is kept, so it is
/// bounded by the number of agents; beyond [#MOST] reading stops. Not safe for concurrent use.
final class BeatLog {
  private static final int MOST = 100_000;
  private static final long NOT_READING = -1;

  /// @param session of the agent on the host
  private record Sender(HostId host, long session) {}

  private final Map<Sender, Beat> beats = new LinkedHashMap<>();
  private long readTo = NOT_READING;
  private long handedOut;

  /// Reading begins here.
  void begin(long next) {
    beats.clear();
    readTo = next;
    handedOut = next;
  }

  void end() {
    beats.clear();
    readTo = NOT_READING;
  }

  void add(Heartbeat heartbeat, long offset) {
    beats.put(
        new Sender(heartbeat.host(), heartbeat.session()),
        new Beat(heartbeat.host(), heartbeat.session(), heartbeat.at()));
    readTo = offset + 1;
  }

  /// A record that is no heartbeat.
  void skip(long offset) {
    readTo = offset + 1;
  }

  List<Beat> take() {
    List<Beat> taken = List.copyOf(beats.values());
    beats.clear();
    handedOut = Math.max(handedOut, readTo);
    return taken;
  }

  boolean isFull() {
    return beats.size() >= MOST;
  }

  /// Offset of the next heartbeat to read; -1 when none are being read.
  long readTo() {
    return readTo;
  }

  long handedOut() {
    return handedOut;
  }
}

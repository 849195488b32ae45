package dev.skiff.core.owner;

import java.util.ArrayList;
import java.util.List;

/// Inputs that a test writes by hand.
final class MemoryInputs implements CellInputs {
  final List<Input> waiting = new ArrayList<>();
  final List<Beat> beats = new ArrayList<>();
  long readThrough;
  long requestsFrom = -1;
  boolean reading;

  @Override
  public void seek(long requestsNext, long reportsNext) {
    requestsFrom = requestsNext;
    reading = true;
  }

  @Override
  public void pause() {
    reading = false;
  }

  @Override
  public List<Input> peek() {
    return reading ? List.copyOf(waiting) : List.of();
  }

  @Override
  public void take(int count) {
    waiting.subList(0, count).clear();
  }

  @Override
  public List<Beat> heartbeats() {
    List<Beat> all = List.copyOf(beats);
    beats.clear();
    return all;
  }

  @Override
  public long heartbeatsReadThrough() {
    return readThrough;
  }
}

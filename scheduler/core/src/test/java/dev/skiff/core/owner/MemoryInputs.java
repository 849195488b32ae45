package dev.skiff.core.owner;

import java.util.ArrayList;
import java.util.List;

/// Inputs that a test writes by hand: those in `waiting`, then those in the topics that it shares
/// with others.
final class MemoryInputs implements CellInputs {
  final List<Input> waiting = new ArrayList<>();
  final List<Beat> beats = new ArrayList<>();
  final MemoryTopics topics;
  private int request;
  private int report;
  long readThrough;
  long requestsFrom = -1;
  boolean reading;

  MemoryInputs(MemoryTopics topics) {
    this.topics = topics;
  }

  @Override
  public void seek(long requestsNext, long reportsNext) {
    requestsFrom = requestsNext;
    request = (int) requestsNext;
    report = (int) reportsNext;
    reading = true;
  }

  @Override
  public void pause() {
    reading = false;
  }

  @Override
  public List<Input> peek() {
    List<Input> all = new ArrayList<>();
    if (reading) {
      all.addAll(waiting);
      all.addAll(rest(topics.reports, report));
      all.addAll(rest(topics.requests, request));
    }
    return all;
  }

  @Override
  public void take(int count) {
    int fromWaiting = Math.min(count, waiting.size());
    waiting.subList(0, fromWaiting).clear();
    int fromReports = Math.min(count - fromWaiting, rest(topics.reports, report).size());
    report += fromReports;
    request += count - fromWaiting - fromReports;
  }

  private static List<Input> rest(List<Input> topic, int from) {
    return from >= topic.size() ? List.of() : topic.subList(from, topic.size());
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

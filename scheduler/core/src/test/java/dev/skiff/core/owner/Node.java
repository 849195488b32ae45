package dev.skiff.core.owner;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.core.cell.CellRules;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A scheduler under test, with ports in memory.
final class Node implements Members, CheckpointStore {
  final MemoryLog.Handle log;
  final MemoryInputs inputs;
  final RecordedOutputs outputs = new RecordedOutputs();
  final CellWorker worker;
  boolean preferred = true;
  boolean othersAlive = true;
  Stored stored = new Stored(LogPosition.START, List.of());
  private int count;

  /// What its nonces begin with.
  String nonces;

  Node(String id, MemoryLog shared) {
    this(id, shared, new MemoryTopics());
  }

  Node(String id, MemoryLog shared, MemoryTopics topics) {
    this(id, shared, topics, OwnerTimings.DEFAULT, log -> log);
  }

  /// @param port what the worker sees of its log
  Node(
      String id,
      MemoryLog shared,
      MemoryTopics topics,
      OwnerTimings timings,
      UnaryOperator<CellLog> port) {
    this.log = shared.new Handle();
    this.inputs = new MemoryInputs(topics);
    this.nonces = id + "-";
    this.worker =
        new CellWorker(
            new CellId(0),
            id,
            CellRules.DEFAULT,
            timings,
            port.apply(log),
            inputs,
            this,
            this,
            outputs,
            () -> nonces + count++);
  }

  MemoryTopics topics() {
    return inputs.topics;
  }

  /// A duty cycle in which every proof is fresh and whatever is appended lands.
  void step(long now) {
    cycle(now);
    log.land();
    cycle(now);
  }

  /// A duty cycle in which every proof is fresh.
  void cycle(long now) {
    log.proveReadThrough(now);
    inputs.readThrough = now;
    worker.doWork(now);
  }

  @Override
  public boolean preferred() {
    return preferred;
  }

  @Override
  public boolean alive(String scheduler) {
    return othersAlive;
  }

  @Override
  public Stored load() {
    return stored;
  }

  @Override
  public void save(LogPosition position, Supplier<List<Chunk>> chunks) {
    stored = new Stored(position, chunks.get());
  }
}

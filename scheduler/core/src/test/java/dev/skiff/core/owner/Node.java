package dev.skiff.core.owner;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.core.cell.CellRules;
import java.util.List;

/// A scheduler under test, with ports in memory.
final class Node implements Members, CheckpointStore {
  final MemoryLog.Handle log;
  final MemoryInputs inputs = new MemoryInputs();
  final RecordedOutputs outputs = new RecordedOutputs();
  final CellWorker worker;
  boolean preferred = true;
  boolean othersAlive = true;
  Stored stored = new Stored(LogPosition.START, List.of());
  private int nonces;

  Node(String id, MemoryLog shared) {
    this.log = shared.new Handle();
    this.worker =
        new CellWorker(
            new CellId(0),
            id,
            CellRules.DEFAULT,
            OwnerTimings.DEFAULT,
            log,
            inputs,
            this,
            this,
            outputs,
            () -> id + "-" + nonces++);
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
  public void save(Stored checkpoint) {
    stored = checkpoint;
  }
}

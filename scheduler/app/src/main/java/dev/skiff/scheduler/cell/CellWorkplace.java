package dev.skiff.scheduler.cell;

import dev.skiff.core.owner.CellWorker;
import java.util.function.LongSupplier;

/// A worker and its ports, thrown away together.
///
/// @param logLag records of the log that are known to be there and were not handed out
/// @param closePorts closes the ports
public record CellWorkplace(CellWorker worker, LongSupplier logLag, Runnable closePorts)
    implements AutoCloseable {
  @Override
  public void close() {
    closePorts.run();
  }
}

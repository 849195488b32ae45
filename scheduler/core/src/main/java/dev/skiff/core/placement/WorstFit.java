package dev.skiff.core.placement;

/// Spreads the load: the more is left of the scarcer of CPU and memory, the better.
final class WorstFit implements Scorer {
  @Override
  public String name() {
    return "worst-fit";
  }

  @Override
  public double score(HostSlot host, Ask ask, long now) {
    double milliCpu = (host.freeMilliCpu - ask.need().milliCpu()) * host.perMilliCpu;
    double memoryMib = (host.freeMemoryMib - ask.need().memoryMib()) * host.perMemoryMib;
    return 1 - Math.min(milliCpu, memoryMib);
  }
}

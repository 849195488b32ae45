package dev.skiff.core.placement;

/// Keeps what is left of CPU and of memory alike, for what is left of one alone is of no use.
final class Balance implements Scorer {
  @Override
  public String name() {
    return "balance";
  }

  @Override
  public double score(HostSlot host, Ask ask, long now) {
    double milliCpu = (host.freeMilliCpu - ask.need().milliCpu()) * host.perMilliCpu;
    double memoryMib = (host.freeMemoryMib - ask.need().memoryMib()) * host.perMemoryMib;
    return Math.abs(milliCpu - memoryMib);
  }
}

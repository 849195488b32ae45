package dev.skiff.core.placement;

/// Keeps pieces of hosts whole for the VMs that need one: eight CPUs with 14 GiB, the usual large
/// size of public clouds. Best fit alone leaves a little everywhere, and large VMs then find no
/// room in a fleet that has plenty.
final class WholePieces implements Scorer {
  private static final long PIECE_MILLI_CPU = 8_000;
  private static final long PIECE_MEMORY_MIB = 14 * 1024;

  /// A VM that breaks more pieces is no worse for it.
  private static final int MOST = 4;

  @Override
  public String name() {
    return "whole-pieces";
  }

  @Override
  public double score(HostSlot host, Ask ask, long now) {
    long before = pieces(host.freeMilliCpu, host.freeMemoryMib);
    long after =
        pieces(
            host.freeMilliCpu - ask.need().milliCpu(), host.freeMemoryMib - ask.need().memoryMib());
    return (double) Math.min(MOST, before - after) / MOST;
  }

  private static long pieces(long milliCpu, long memoryMib) {
    return Math.min(milliCpu / PIECE_MILLI_CPU, memoryMib / PIECE_MEMORY_MIB);
  }
}

package dev.skiff.core.placement;

/// Fills hosts up, over CPU and memory: the sum of ten to the power of each share that is left. The
/// curve, from Nomad's and before it Google's scheduler, prefers to leave nothing in both over
/// nothing in one and much in the other.
final class BestFit implements Scorer {
  private static final int STEPS = 4096;

  /// Ten to the power of k/STEPS. StrictMath, so that it is the same on every machine.
  private static final double[] POWERS = new double[STEPS + 1];

  static {
    for (int i = 0; i <= STEPS; i++) {
      POWERS[i] = StrictMath.pow(10, (double) i / STEPS);
    }
  }

  @Override
  public String name() {
    return "best-fit";
  }

  @Override
  public double score(HostSlot host, Ask ask, long now) {
    double milliCpu = (host.freeMilliCpu - ask.need().milliCpu()) * host.perMilliCpu;
    double memoryMib = (host.freeMemoryMib - ask.need().memoryMib()) * host.perMemoryMib;
    return (POWERS[(int) (milliCpu * STEPS)] + POWERS[(int) (memoryMib * STEPS)] - 2) / 18;
  }
}

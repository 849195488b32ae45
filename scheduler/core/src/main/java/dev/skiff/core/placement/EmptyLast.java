package dev.skiff.core.placement;

/// Leaves a host that holds nothing alone, so that it could be given back.
final class EmptyLast implements Scorer {
  @Override
  public String name() {
    return "empty-last";
  }

  @Override
  public double score(HostSlot host, Ask ask, long now) {
    return host.isEmpty() ? 1 : 0;
  }
}

package dev.skiff.core.placement;

/// Goes where the image is already.
final class ImageLocality implements Scorer {
  @Override
  public String name() {
    return "image";
  }

  @Override
  public boolean isFixed() {
    return true;
  }

  @Override
  public double score(HostSlot host, Ask ask, long now) {
    return host.facts.images().contains(ask.image()) ? 0 : 1;
  }
}

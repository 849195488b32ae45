package dev.skiff.core.placement;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a VM asks of a host. Equal requests are served alike, so their work is shared: two are
/// equal when everything but the job is, and the job too if the placement refers to the job's own
/// VMs.
///
/// @param need resources
/// @param image that it runs
/// @param namespace in which its affinities look
/// @param job whose VM it is, so that the rules of others see it; null for nobody's
/// @param placement where it may and should go; its priority and lifetime are left out
/// @param lifetime how long it is expected to run, microseconds, rounded to half powers of two so
///   that near ones are equal; 0 when unknown
public record VmRequest(
    Resources need,
    String image,
    String namespace,
    @Nullable JobId job,
    PlacementSpec placement,
    long lifetime) {
  public VmRequest {
    placement = comparable(placement);
    lifetime = LifetimeBucket.round(lifetime);
  }

  /// @param expectedLifetime microseconds, 0 when unknown
  public static VmRequest of(JobId id, JobSpec spec, long expectedLifetime) {
    return new VmRequest(
        spec.vm().resources(),
        spec.vm().image(),
        spec.namespace(),
        id,
        spec.placement(),
        expectedLifetime);
  }

  /// Whether where it goes depends on where other VMs of its job are.
  public boolean refersToItsJob() {
    return !placement.spread().isEmpty()
        || placement.affinity().stream().anyMatch(VmRequest::isOwn)
        || placement.antiAffinity().stream().anyMatch(VmRequest::isOwn);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return this == object
        || (object instanceof VmRequest other
            && lifetime == other.lifetime
            && need.equals(other.need)
            && image.equals(other.image)
            && namespace.equals(other.namespace)
            && placement.equals(other.placement)
            && (!refersToItsJob() || Objects.equals(job, other.job)));
  }

  @Override
  public int hashCode() {
    int hash = Long.hashCode(lifetime) * 31 + need.hashCode();
    hash = (hash * 31 + image.hashCode()) * 31 + namespace.hashCode();
    hash = hash * 31 + placement.hashCode();
    return refersToItsJob() ? hash * 31 + Objects.hashCode(job) : hash;
  }

  private static boolean isOwn(Affinity affinity) {
    return affinity.to() == null;
  }

  private static PlacementSpec comparable(PlacementSpec placement) {
    if (placement.priority() == 0 && placement.lifetimeSeconds() == null) {
      return placement;
    }
    return new PlacementSpec(
        placement.constraints(),
        placement.preferences(),
        placement.spread(),
        placement.affinity(),
        placement.antiAffinity(),
        0,
        null);
  }
}

package dev.skiff.gateway.request;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.gateway.manifest.QuotaManifest;
import org.jspecify.annotations.Nullable;

/// Divides a namespace's quota over the cells: evenly, and what does not divide goes to the first
/// cells, so that the shares add up to the whole.
public final class QuotaShares {
  private QuotaShares() {}

  /// @param cell 0 to `cells - 1`
  public static Quota of(Quota whole, int cell, int cells) {
    return new Quota(share(whole.limit(), cell, cells), share(whole.guarantee(), cell, cells));
  }

  private static @Nullable Resources share(@Nullable Resources whole, int cell, int cells) {
    return whole == null
        ? null
        : new Resources(
            share(whole.milliCpu(), cell, cells),
            share(whole.memoryMib(), cell, cells),
            share(whole.diskMib(), cell, cells),
            share(whole.slots(), cell, cells));
  }

  private static long share(long whole, int cell, int cells) {
    if (QuotaManifest.unbounded(whole)) {
      return whole;
    }
    return whole / cells + (cell < whole % cells ? 1 : 0);
  }
}

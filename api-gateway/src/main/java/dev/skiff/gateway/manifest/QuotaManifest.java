package dev.skiff.gateway.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Quota;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a namespace may hold: `{limit, guarantee}`, each with any of `cpus`, `memory`, `disk`
/// and `vms`. A resource that is not named is not bounded.
public final class QuotaManifest {
  /// Stands for no bound: so large that no fleet reaches it, so small that sums of it over every
  /// cell that there can be do not overflow.
  public static final long UNBOUNDED = 1L << 48;

  private QuotaManifest() {}

  public static Parsed<Quota> parse(JsonNode quota) {
    List<FieldError> errors = new ArrayList<>();
    Fields root = Fields.root(quota, errors, "limit", "guarantee");
    if (!root.has("limit") && !root.has("guarantee")) {
      root.error("limit", "missing (expected: limit, guarantee or both; DELETE lifts a quota)");
    }
    Resources limit = resources(root, "limit");
    Resources guarantee = resources(root, "guarantee");
    if (limit != null && guarantee != null) {
      guarantee = boundedBy(guarantee, limit);
      if (!guarantee.fitsIn(limit)) {
        root.error("guarantee", "more than the limit (expected: within it)");
      }
    }
    return errors.isEmpty()
        ? new Parsed.Ok<>(new Quota(limit, guarantee))
        : new Parsed.Refused<>(errors);
  }

  /// What is not bounded by the guarantee is bounded by the limit.
  private static Resources boundedBy(Resources guarantee, Resources limit) {
    return new Resources(
        unbounded(guarantee.milliCpu()) ? limit.milliCpu() : guarantee.milliCpu(),
        unbounded(guarantee.memoryMib()) ? limit.memoryMib() : guarantee.memoryMib(),
        unbounded(guarantee.diskMib()) ? limit.diskMib() : guarantee.diskMib(),
        unbounded(guarantee.slots()) ? limit.slots() : guarantee.slots());
  }

  /// Whether an amount, or a sum of such, stands for no bound.
  public static boolean unbounded(long amount) {
    return amount >= UNBOUNDED;
  }

  private static @Nullable Resources resources(Fields root, String field) {
    if (!root.has(field)) {
      return null;
    }
    Fields amounts = root.object(field, "cpus", "memory", "disk", "vms");
    return new Resources(
        amounts.parsedTextOrNumber("cpus", UNBOUNDED, text -> within(Quantities.milliCpu(text))),
        amounts.parsed("memory", UNBOUNDED, text -> within(Quantities.mebibytes(text))),
        amounts.parsed("disk", UNBOUNDED, text -> within(Quantities.mebibytes(text))),
        amounts.integer("vms", UNBOUNDED, 0, Integer.MAX_VALUE));
  }

  private static long within(long amount) {
    if (unbounded(amount)) {
      throw new IllegalArgumentException("more than any fleet has (leave it out for no bound)");
    }
    return amount;
  }
}

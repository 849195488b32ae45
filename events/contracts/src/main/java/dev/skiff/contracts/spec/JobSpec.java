package dev.skiff.contracts.spec;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A job or a service as it is asked for: `count` VMs of one kind.
///
/// @param kind whether its VMs are to end or to go on
/// @param name unique among the jobs of its namespace until it is removed; null for none
/// @param namespace `default` unless said
/// @param labels for people and selectors
/// @param count VMs, 1 to [#MAX_COUNT]
/// @param parallelism VMs that may hold a host at the same time; null for all
/// @param restart what happens when one ends by itself; a service starts them again for ever
/// @param backoffLimit ends in failure, over all VMs, after which the job is called off; null for
///   no limit
/// @param activeDeadlineSeconds the job is called off this long after it was taken on; null for
///   never
/// @param ttlSecondsAfterFinished the job is removed this long after it finished; null keeps it
///   until it is removed
/// @param exclusive a VM never runs twice, not even when its host is cut off: it runs under a
///   lease, and takes longer to come back
/// @param vm what each VM is
/// @param placement where they go
/// @param update how a service changes
public record JobSpec(
    JobKind kind,
    @Nullable String name,
    String namespace,
    Map<String, String> labels,
    int count,
    @Nullable Integer parallelism,
    RestartPolicy restart,
    @Nullable Integer backoffLimit,
    @Nullable Long activeDeadlineSeconds,
    @Nullable Long ttlSecondsAfterFinished,
    boolean exclusive,
    VmSpec vm,
    PlacementSpec placement,
    UpdatePolicy update) {
  public static final int MAX_COUNT = 100_000;

  public JobSpec {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("count: " + count + " (expected: 1 to " + MAX_COUNT + ")");
    }
    require("parallelism", parallelism == null ? null : Long.valueOf(parallelism), 1);
    require("backoffLimit", backoffLimit == null ? null : Long.valueOf(backoffLimit), 0);
    require("activeDeadlineSeconds", activeDeadlineSeconds, 1);
    require("ttlSecondsAfterFinished", ttlSecondsAfterFinished, 0);
    if (kind == JobKind.SERVICE
        && (parallelism != null || backoffLimit != null || activeDeadlineSeconds != null)) {
      throw new IllegalArgumentException(
          "parallelism, backoffLimit, activeDeadlineSeconds: given (expected: none of them, a"
              + " service goes on until it is cancelled)");
    }
  }

  /// A job of some VMs that is not restarted, placed anywhere.
  public static JobSpec of(int count, VmSpec vm) {
    return new JobSpec(
        JobKind.JOB,
        null,
        "default",
        Map.of(),
        count,
        null,
        RestartPolicy.NEVER,
        null,
        null,
        null,
        false,
        vm,
        PlacementSpec.ANYWHERE,
        UpdatePolicy.ONE_BY_ONE);
  }

  public boolean isService() {
    return kind == JobKind.SERVICE;
  }

  /// How many VMs may hold a host at the same time.
  public int atOnce() {
    return parallelism == null ? Integer.MAX_VALUE : parallelism;
  }

  private static void require(String name, @Nullable Long value, long least) {
    if (value != null && value < least) {
      throw new IllegalArgumentException("%s: %d (expected: >= %d)".formatted(name, value, least));
    }
  }
}

package dev.skiff.contracts.spec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A job as it is asked for: `count` VMs of one kind.
///
/// @param name unique among the jobs of its namespace until it is removed; null for none
/// @param namespace `default` unless said
/// @param labels for people and selectors
/// @param count VMs, 1 to [#MAX_COUNT]
/// @param restart what happens when one ends by itself
/// @param ttlSecondsAfterFinished the job is removed this long after it finished; null keeps it
///   until it is removed
/// @param vm what each VM is
/// @param constraints selectors over host labels that a host must match, all of them
/// @param priority 0 to 100; pending VMs are placed in the order of priority, then arrival
public record JobSpec(
    @Nullable String name,
    String namespace,
    Map<String, String> labels,
    int count,
    RestartPolicy restart,
    @Nullable Long ttlSecondsAfterFinished,
    VmSpec vm,
    List<Selector> constraints,
    int priority) {
  public static final int MAX_COUNT = 100_000;

  public JobSpec {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    constraints = List.copyOf(constraints);
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("count: " + count + " (expected: 1 to " + MAX_COUNT + ")");
    }
    if (priority < 0 || priority > 100) {
      throw new IllegalArgumentException("priority: " + priority + " (expected: 0 to 100)");
    }
    if (ttlSecondsAfterFinished != null && ttlSecondsAfterFinished < 0) {
      throw new IllegalArgumentException(
          "ttlSecondsAfterFinished: " + ttlSecondsAfterFinished + " (expected: >= 0)");
    }
  }
}

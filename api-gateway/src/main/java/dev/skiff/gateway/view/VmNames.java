package dev.skiff.gateway.view;

import dev.skiff.contracts.state.Job;
import org.jspecify.annotations.Nullable;

/// Splits the names and prefixes by which VMs are asked for: `<job>.<index>`, where the job is an
/// id or a name.
///
/// @param job the part before the last dot, or all of it when there is none
/// @param index the digits after the dot; null when there is no dot
record VmNames(String job, @Nullable String index) {
  static VmNames of(String text) {
    int dot = text.lastIndexOf('.');
    return dot >= 0 && text.substring(dot + 1).matches("[0-9]*")
        ? new VmNames(text.substring(0, dot), text.substring(dot + 1))
        : new VmNames(text, null);
  }

  /// Whether the job is exactly the one that was meant, when there was a dot.
  boolean isJob(Job candidate) {
    return index == null
        || candidate.id().value().equals(job)
        || job.equals(candidate.spec().name());
  }
}

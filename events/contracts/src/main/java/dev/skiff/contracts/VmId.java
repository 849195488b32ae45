package dev.skiff.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A VM's id, `<job>.<index>`.
///
/// @param job the job it belongs to
/// @param index 0 to the job's count - 1
public record VmId(JobId job, int index) implements Comparable<VmId> {
  public VmId {
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
    }
  }

  /// The same job's VM after this one.
  public VmId next() {
    return new VmId(job, index + 1);
  }

  /// Checks VMs `first` to `first + count - 1` of a job.
  public static void requireRun(int first, int count) {
    if (first < 0 || count < 1 || first > Integer.MAX_VALUE - count) {
      throw new IllegalArgumentException(
          "VMs: %d from %d on (expected: at least one, from 0 on)".formatted(count, first));
    }
  }

  /// @throws IllegalArgumentException when the text is not a VM id
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static VmId parse(String text) {
    int dot = text.lastIndexOf('.');
    int index = dot < 0 ? -1 : Digits.number(text, dot + 1, text.length(), 7);
    if (index < 0) {
      throw new IllegalArgumentException("vm: \"" + text + "\" (expected: such as j0-x7k2m9qa.0)");
    }
    return new VmId(new JobId(text.substring(0, dot)), index);
  }

  @Override
  public int compareTo(VmId other) {
    int byJob = job.compareTo(other.job);
    return byJob != 0 ? byJob : Integer.compare(index, other.index);
  }

  @JsonValue
  @Override
  public String toString() {
    return job.value() + "." + index;
  }
}

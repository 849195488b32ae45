package dev.skiff.loadtests.check;

import java.util.Arrays;

/// What hosts have reported of the VMs of one job, in arrays. Zero is "nothing yet".
final class Sight {
  int[] accepted = new int[0];
  int[] acceptedBy = new int[0];
  long[] acceptedAt = new long[0];
  int[] started = new int[0];
  int[] startedBy = new int[0];
  long[] startedIn = new long[0];

  /// The highest incarnation that was reported over or refused.
  int[] over = new int[0];

  void reach(int size) {
    if (size > accepted.length) {
      accepted = Arrays.copyOf(accepted, size);
      acceptedBy = Arrays.copyOf(acceptedBy, size);
      acceptedAt = Arrays.copyOf(acceptedAt, size);
      started = Arrays.copyOf(started, size);
      startedBy = Arrays.copyOf(startedBy, size);
      startedIn = Arrays.copyOf(startedIn, size);
      over = Arrays.copyOf(over, size);
    }
  }
}

package dev.skiff.contracts.state;

import java.util.List;

/// What has been learnt about how long VMs of one kind run. It cannot be worked out again from the
/// VMs that are left, so that it is part of a checkpoint.
///
/// @param namespace of their jobs
/// @param image that they run
/// @param milliCpu that each reserves
/// @param memoryMib that each reserves
/// @param ended how many ended at which age: an entry for each age bracket, youngest first
/// @param at when one ended last, microseconds since the epoch
public record LearnedLifetime(
    String namespace, String image, long milliCpu, long memoryMib, List<Long> ended, long at) {
  public LearnedLifetime {
    ended = List.copyOf(ended);
  }
}

package dev.skiff.agent.core;

import dev.skiff.contracts.Resources;
import java.util.ArrayList;
import java.util.List;

/// The host's own check that a VM fits, whatever the scheduler believes.
final class Admission {
  private Admission() {}

  static boolean fits(Resources wanted, Resources used, Resources promisable) {
    return used.milliCpu() + wanted.milliCpu() <= promisable.milliCpu()
        && used.memoryMib() + wanted.memoryMib() <= promisable.memoryMib()
        && used.diskMib() + wanted.diskMib() <= promisable.diskMib()
        && used.slots() + wanted.slots() <= promisable.slots();
  }

  /// Why a VM does not fit, a sentence that names every dimension that is short.
  static String refusal(Resources wanted, Resources used, Resources promisable) {
    Resources free = promisable.minusOrZero(used);
    List<String> shortages = new ArrayList<>();
    compare(shortages, "milli-CPU", wanted.milliCpu(), free.milliCpu());
    compare(shortages, "MiB memory", wanted.memoryMib(), free.memoryMib());
    compare(shortages, "MiB disk", wanted.diskMib(), free.diskMib());
    compare(shortages, "VM slots", wanted.slots(), free.slots());
    return "the host has no room: " + String.join(", ", shortages);
  }

  private static void compare(List<String> shortages, String what, long wanted, long free) {
    if (wanted > free) {
      shortages.add("%d %s wanted and %d free".formatted(wanted, what, free));
    }
  }
}

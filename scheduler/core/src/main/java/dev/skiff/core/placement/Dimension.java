package dev.skiff.core.placement;

import dev.skiff.contracts.Resources;

/// What a host can run short of, in the order in which an operator would look.
enum Dimension {
  CPU,
  MEMORY,
  DISK,
  SLOTS;

  long of(Resources amount) {
    return switch (this) {
      case CPU -> amount.milliCpu();
      case MEMORY -> amount.memoryMib();
      case DISK -> amount.diskMib();
      case SLOTS -> amount.slots();
    };
  }

  /// A few words that go with "N hosts ...".
  String shortage(Resources need) {
    return switch (this) {
      case CPU -> "short of CPU (needs " + amount(CPU.of(need)) + ")";
      case MEMORY -> "short of memory (needs " + amount(MEMORY.of(need)) + ")";
      case DISK -> "short of disk (needs " + amount(DISK.of(need)) + ")";
      case SLOTS -> "at its limit of VMs";
    };
  }

  /// What would have to be changed, such as "128 MiB less memory".
  String less(long amount) {
    return switch (this) {
      case CPU -> amount(amount) + " less CPU";
      case MEMORY -> amount(amount) + " less memory";
      case DISK -> amount(amount) + " less disk";
      case SLOTS -> amount == 1 ? "one VM fewer there" : amount + " VMs fewer there";
    };
  }

  String amount(long amount) {
    return switch (this) {
      case CPU -> amount + "m";
      case MEMORY, DISK -> amount + " MiB";
      case SLOTS -> Long.toString(amount);
    };
  }
}

package dev.skiff.core.placement;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a host does not take a VM: the first reason in the order in which an operator would look.
final class Blocker {
  private Blocker() {}

  /// @param free what may still be promised on the host
  /// @return a few words that go with "N hosts ..."; null when nothing is in the way
  static @Nullable String of(Host host, Resources free, VmRequest request) {
    if (host.status() != HostStatus.READY) {
      return host.status().name().toLowerCase(Locale.ROOT);
    }
    for (Selector constraint : request.constraints()) {
      if (!constraint.matches(host.facts().labels())) {
        return "not matching \"" + constraint + "\"";
      }
    }
    Resources need = request.need();
    if (need.milliCpu() > free.milliCpu()) {
      return "short of CPU (needs " + need.milliCpu() + "m)";
    }
    if (need.memoryMib() > free.memoryMib()) {
      return "short of memory (needs " + need.memoryMib() + " MiB)";
    }
    if (need.diskMib() > free.diskMib()) {
      return "short of disk (needs " + need.diskMib() + " MiB)";
    }
    return need.slots() > free.slots() ? "at its limit of VMs" : null;
  }
}

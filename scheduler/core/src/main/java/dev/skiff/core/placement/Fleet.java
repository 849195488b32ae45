package dev.skiff.core.placement;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.state.Host;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// A cell's hosts during one placement pass: what is free counts what the pass itself has given
/// away.
public final class Fleet {
  private final Collection<Host> hosts;
  private final Map<HostId, Resources> free = new HashMap<>();
  private final Map<VmRequest, BestFit> fits = new HashMap<>();

  /// @param hosts in an order that is the same everywhere
  public Fleet(Collection<Host> hosts) {
    this.hosts = hosts;
    for (Host host : hosts) {
      free.put(host.id(), host.free());
    }
  }

  /// Where VMs with this request go, shared by all of them.
  public BestFit fit(VmRequest request) {
    return fits.computeIfAbsent(request, r -> new BestFit(this, r));
  }

  Collection<Host> hosts() {
    return hosts;
  }

  Resources free(HostId host) {
    return free.getOrDefault(host, Resources.NONE);
  }

  void take(HostId host, Resources amount) {
    free.put(host, free(host).minus(amount));
  }
}

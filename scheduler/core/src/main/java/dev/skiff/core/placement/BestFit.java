package dev.skiff.core.placement;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.state.Host;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Gives VMs of one kind to the hosts on which they leave the least behind: best fit over CPU and
/// memory, each as a share of what the host has. Filling a host makes it a still better fit, so the
/// hosts are ranked once and filled in turn. Within a pass room only shrinks, so a host that was
/// full stays passed over.
public final class BestFit {
  /// An explanation is for people, and stands in the log once for each job that waits.
  private static final int LONGEST_EXPLANATION = 300;

  private record Ranked(HostId host, double leftover) {}

  private final Fleet fleet;
  private final VmRequest request;
  private final List<HostId> ranked;
  private int first;
  private @Nullable String explanation;

  BestFit(Fleet fleet, VmRequest request) {
    this.fleet = fleet;
    this.request = request;
    List<Ranked> fitting = new ArrayList<>();
    for (Host host : fleet.hosts()) {
      Resources free = fleet.free(host.id());
      if (Blocker.of(host, free, request) == null) {
        fitting.add(new Ranked(host.id(), leftover(host, free.minus(request.need()))));
      }
    }
    fitting.sort(Comparator.comparingDouble(Ranked::leftover).thenComparing(Ranked::host));
    this.ranked = fitting.stream().map(Ranked::host).toList();
  }

  /// Takes room for one VM.
  ///
  /// @param avoid a host that is taken only if there is no other; null for none
  /// @return where; null when there is no room
  public @Nullable HostId take(@Nullable HostId avoid) {
    while (first < ranked.size() && !hasRoom(ranked.get(first))) {
      first++;
    }
    HostId last = null;
    for (int i = first; i < ranked.size(); i++) {
      HostId host = ranked.get(i);
      if (hasRoom(host)) {
        if (!host.equals(avoid)) {
          fleet.take(host, request.need());
          return host;
        }
        last = host;
      }
    }
    if (last != null) {
      fleet.take(last, request.need());
    }
    return last;
  }

  /// Why there is no room: every host is counted under one reason. Call it after [#take] gave
  /// nothing.
  public String explanation() {
    if (explanation == null) {
      String all = explain();
      explanation =
          all.length() <= LONGEST_EXPLANATION
              ? all
              : all.substring(0, LONGEST_EXPLANATION - 3) + "...";
    }
    return explanation;
  }

  private String explain() {
    if (fleet.hosts().isEmpty()) {
      return "no host has joined this cell yet";
    }
    Map<String, Integer> reasons = new TreeMap<>();
    for (Host host : fleet.hosts()) {
      String blocker = Blocker.of(host, fleet.free(host.id()), request);
      reasons.merge(blocker == null ? "free" : blocker, 1, Integer::sum);
    }
    return reasons.entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(
            Collectors.joining(
                ", ", "no room now on %d hosts: ".formatted(fleet.hosts().size()), ""));
  }

  private boolean hasRoom(HostId host) {
    return request.need().fitsIn(fleet.free(host));
  }

  private static double leftover(Host host, Resources after) {
    Resources all = host.facts().promisable();
    return (double) after.milliCpu() / Math.max(1, all.milliCpu())
        + (double) after.memoryMib() / Math.max(1, all.memoryMib());
  }
}

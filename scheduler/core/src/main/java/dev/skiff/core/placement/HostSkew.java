package dev.skiff.core.placement;

import java.util.Arrays;

/// The fewest VMs that any host has of those that a spread by host counts. Kept as a histogram over
/// the hosts that could be chosen.
final class HostSkew {
  private static final int NOT_COUNTED = -1;

  final Rule rule;
  private final int[] noted;
  private int[] hosts = new int[4];
  private int least;

  HostSkew(Rule rule, int leaves) {
    this.rule = rule;
    this.noted = new int[leaves];
    Arrays.fill(noted, NOT_COUNTED);
  }

  void note(int leaf, HostSlot host, boolean eligible) {
    int count = eligible ? rule.census().on(host) : NOT_COUNTED;
    if (noted[leaf] != NOT_COUNTED) {
      hosts[noted[leaf]]--;
    }
    noted[leaf] = count;
    if (count != NOT_COUNTED) {
      if (count >= hosts.length) {
        hosts = Arrays.copyOf(hosts, Math.max(count + 1, hosts.length * 2));
      }
      hosts[count]++;
    }
  }

  /// @return whether the fewest are not what they were
  boolean refresh() {
    int now = 0;
    while (now < hosts.length && hosts[now] == 0) {
      now++;
    }
    now = now == hosts.length ? 0 : now;
    boolean changed = now != least;
    least = now;
    return changed;
  }

  int least() {
    return least;
  }
}

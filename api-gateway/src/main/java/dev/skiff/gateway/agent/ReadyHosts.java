package dev.skiff.gateway.agent;

import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.view.Filter;
import dev.skiff.gateway.view.Lists;
import dev.skiff.gateway.view.Page;
import dev.skiff.gateway.view.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Every host that takes VMs: images go to all of them. Blocks: for virtual threads.
final class ReadyHosts {
  private static final int PAGE = 1000;
  private static final Filter READY =
      new Filter(Selector.ALL, Set.of(HostStatus.READY.name()), null, null, null, null, null);

  private final Lists lists;

  ReadyHosts(Lists lists) {
    this.lists = lists;
  }

  /// @throws Problem when there is none
  List<Host> all() {
    List<Host> hosts = new ArrayList<>();
    @Nullable String next = null;
    do {
      Page<Seen<Host>> page = lists.hosts(READY, PAGE, next);
      page.items().forEach(seen -> hosts.add(seen.entity()));
      next = page.next();
    } while (next != null);
    if (hosts.isEmpty()) {
      throw Problem.of(ProblemCode.AGENT_UNREACHABLE, "no host is READY; see /v1/hosts")
          .retryAfter(2);
    }
    return hosts;
  }
}

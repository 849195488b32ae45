package dev.skiff.core.placement;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Preference;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Spread;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the engine should answer, found by looking at every host and every VM for each question.
final class FullScan {
  record Placed(HostId host, @Nullable JobId job, Resources need) {}

  final TreeMap<HostId, Host> hosts = new TreeMap<>();
  final TreeMap<JobId, JobSpec> jobs = new TreeMap<>();
  final List<Placed> placed = new ArrayList<>();
  private final Policy policy;

  FullScan(Policy policy) {
    this.policy = policy;
  }

  @Nullable HostId choose(VmRequest request, @Nullable HostId avoid) {
    HostId best = best(request, host -> !host.equals(avoid));
    return best != null || avoid == null ? best : best(request, host -> host.equals(avoid));
  }

  boolean fits(VmRequest request, Host host, Resources freed) {
    HostSlot slot = slot(host);
    return slot.wouldHold(request.need(), freed) && rulesCost(request, host).isPresent();
  }

  Resources used(HostId host) {
    Resources used = Resources.NONE;
    for (Placed vm : placed) {
      if (vm.host.equals(host)) {
        used = used.plus(vm.need);
      }
    }
    return used;
  }

  private @Nullable HostId best(VmRequest request, Predicate<HostId> allowed) {
    HostId best = null;
    long bestScore = Long.MAX_VALUE;
    for (Host host : hosts.values()) {
      OptionalLong rules = rulesCost(request, host);
      HostSlot slot = slot(host);
      if (!allowed.test(host.id()) || rules.isEmpty() || !slot.holds(request.need())) {
        continue;
      }
      Ask ask = new Ask(request.need(), request.image(), request.lifetime());
      long score =
          rules.getAsLong()
              + policy.fixed(slot, ask)
              + preferences(request.placement().preferences(), slot)
              + policy.changing(slot, ask, 0);
      if (score < bestScore) {
        bestScore = score;
        best = host.id();
      }
    }
    return best;
  }

  private HostSlot slot(Host host) {
    HostSlot slot = new HostSlot(0, host);
    for (Placed vm : placed) {
      if (vm.host.equals(host.id())) {
        slot.use(vm.need, 1);
      }
    }
    return slot;
  }

  private long preferences(List<Preference> preferences, HostSlot slot) {
    long all = preferences.stream().mapToLong(Preference::weight).sum();
    long unmet =
        preferences.stream()
            .filter(p -> !p.selector().matches(slot.labels()))
            .mapToLong(Preference::weight)
            .sum();
    return all == 0 ? 0 : policy.wish() * unmet / all;
  }

  /// Empty when some rule forbids the host.
  private OptionalLong rulesCost(VmRequest request, Host host) {
    PlacementSpec placement = request.placement();
    if (!eligible(placement, host)) {
      return OptionalLong.empty();
    }
    long cost = 0;
    for (Spread spread : placement.spread()) {
      OptionalLong one = spread(request, placement, spread, host);
      if (one.isEmpty()) {
        return one;
      }
      cost += one.getAsLong();
    }
    for (Affinity affinity : placement.affinity()) {
      String value = label(host, affinity.by());
      Predicate<Placed> counts = meant(request, affinity.to());
      boolean open =
          placed.stream().noneMatch(counts)
              && (affinity.to() == null || matches(request.job(), affinity.to()));
      boolean near =
          value != null
              && (open || placed.stream().anyMatch(counts.and(inGroup(affinity.by(), value))));
      if (!near && affinity.required()) {
        return OptionalLong.empty();
      }
      cost += near ? 0 : policy.wish();
      if (open && affinity.required()) {
        cost += policy.wish() * Math.max(0, 1000 - room(request, affinity.by(), value));
      }
    }
    for (Affinity affinity : placement.antiAffinity()) {
      String value = label(host, affinity.by());
      boolean near =
          value != null
              && placed.stream()
                  .anyMatch(meant(request, affinity.to()).and(inGroup(affinity.by(), value)));
      if (near && affinity.required()) {
        return OptionalLong.empty();
      }
      cost += near ? policy.wish() : 0;
    }
    return repelled(request, host) ? OptionalLong.empty() : OptionalLong.of(cost);
  }

  private long room(VmRequest request, String by, @Nullable String value) {
    long room = 0;
    for (Host host : hosts.values()) {
      if (eligible(request.placement(), host) && Objects.equals(label(host, by), value)) {
        Resources free = slot(host).free();
        while (request.need().fitsIn(free)) {
          free = free.minus(request.need());
          room++;
        }
      }
    }
    return room;
  }

  private OptionalLong spread(
      VmRequest request, PlacementSpec placement, Spread spread, Host host) {
    Map<String, Integer> counts = new HashMap<>();
    for (Host other : hosts.values()) {
      String value = label(other, spread.by());
      if (value != null && eligible(placement, other)) {
        counts.put(
            value,
            (int)
                placed.stream()
                    .filter(meant(request, null).and(inGroup(spread.by(), value)))
                    .count());
      }
    }
    String value = label(host, spread.by());
    if (spread.maxSkew() != null) {
      int least = counts.values().stream().mapToInt(c -> c).min().orElse(0);
      return value == null || counts.getOrDefault(value, 0) + 1 - least > spread.maxSkew()
          ? OptionalLong.empty()
          : OptionalLong.of(0);
    }
    int most = counts.values().stream().mapToInt(c -> c).max().orElse(0);
    return OptionalLong.of(
        (long) policy.wish() * (value == null ? most + 1 : counts.getOrDefault(value, 0)));
  }

  private boolean repelled(VmRequest request, Host host) {
    for (Placed vm : placed) {
      JobSpec other = vm.job == null ? null : jobs.get(vm.job);
      if (other != null && other.namespace().equals(request.namespace())) {
        for (Affinity away : other.placement().antiAffinity()) {
          String value = label(host, away.by());
          if (away.required()
              && away.to() != null
              && value != null
              && matches(request.job(), away.to())
              && value.equals(label(hosts.get(vm.host), away.by()))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private Predicate<Placed> meant(VmRequest request, @Nullable Selector to) {
    return to == null
        ? vm -> vm.job != null && vm.job.equals(request.job())
        : vm ->
            vm.job != null
                && Objects.requireNonNull(jobs.get(vm.job)).namespace().equals(request.namespace())
                && matches(vm.job, to);
  }

  private Predicate<Placed> inGroup(String by, String value) {
    return vm -> value.equals(label(hosts.get(vm.host), by));
  }

  private boolean matches(@Nullable JobId job, Selector selector) {
    if (job == null || !jobs.containsKey(job)) {
      return false;
    }
    Map<String, String> labels = new TreeMap<>(jobs.get(job).labels());
    if (jobs.get(job).name() != null) {
      labels.put("name", jobs.get(job).name());
    }
    labels.put("job", job.value());
    return selector.matches(labels);
  }

  private static boolean eligible(PlacementSpec placement, Host host) {
    Map<String, String> labels = new TreeMap<>(host.facts().labels());
    labels.put("host", host.id().value());
    return host.status() == HostStatus.READY
        && placement.constraints().stream().allMatch(c -> c.matches(labels));
  }

  private static @Nullable String label(@Nullable Host host, String by) {
    if (host == null) {
      return null;
    }
    return by.equals("host") ? host.id().value() : host.facts().labels().get(by);
  }
}

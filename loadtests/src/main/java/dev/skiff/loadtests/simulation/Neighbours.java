package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Spread;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.core.cell.CellState;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The hard rules of placement by their definition, slowly: none is broken at the moment when a VM
/// gets its host.
final class Neighbours {
  /// The whole cell at one moment: how many VMs of each job are on each host.
  private static final class Census {
    final CellState state;
    final Map<HostId, Map<JobId, Integer>> vms = new HashMap<>();

    Census(CellState state) {
      this.state = state;
      for (Host host : state.hosts()) {
        Map<JobId, Integer> here = new HashMap<>();
        for (Vm vm : state.vmsOn(host.id())) {
          here.merge(vm.id().job(), 1, Integer::sum);
        }
        vms.put(host.id(), here);
      }
    }

    void add(HostId host, JobId job) {
      vms.getOrDefault(host, new HashMap<>()).merge(job, 1, Integer::sum);
    }

    /// VMs of some jobs on hosts with a value of a label.
    int count(String by, String value, Predicate<JobId> of) {
      int count = 0;
      for (Host host : state.hosts()) {
        if (value.equals(value(host, by))) {
          count += on(host.id(), of);
        }
      }
      return count;
    }

    int total(Predicate<JobId> of) {
      return vms.keySet().stream().mapToInt(host -> on(host, of)).sum();
    }

    private int on(HostId host, Predicate<JobId> of) {
      int count = 0;
      for (Map.Entry<JobId, Integer> entry : vms.getOrDefault(host, Map.of()).entrySet()) {
        if (of.test(entry.getKey())) {
          count += entry.getValue();
        }
      }
      return count;
    }
  }

  /// Whether the rules allow a VM of a job on a host; room is another matter.
  static @Nullable String obstacle(CellState state, Job job, Host host) {
    return obstacle(new Census(state), job, host);
  }

  /// To be called before the event is applied.
  void check(CellState state, VmsAssigned e) {
    Job job = Objects.requireNonNull(state.job(e.job()));
    Host host = Objects.requireNonNull(state.host(e.host()));
    Census census = new Census(state);
    for (int i = 0; i < e.count(); i++) {
      String obstacle = obstacle(census, job, host);
      require(obstacle == null, "%s: %s", e, obstacle);
      census.add(host.id(), job.id());
    }
  }

  private static @Nullable String obstacle(Census census, Job job, Host host) {
    JobSpec spec = job.spec();
    if (!matches(spec, host)) {
      return "the labels do not match: " + host.facts().labels();
    }
    for (Spread spread : spec.placement().spread()) {
      if (spread.maxSkew() != null && isTooMany(census, job, host, spread.by(), spread.maxSkew())) {
        return "breaks " + spread;
      }
    }
    for (Affinity near : spec.placement().affinity()) {
      if (near.required() && !isNear(census, job, host, near)) {
        return "breaks affinity " + near;
      }
    }
    for (Affinity away : spec.placement().antiAffinity()) {
      String value = value(host, away.by());
      if (away.required()
          && value != null
          && census.count(away.by(), value, selected(census, job, away.to())) > 0) {
        return "breaks anti-affinity " + away;
      }
    }
    return repelled(census, job, host);
  }

  private static boolean isTooMany(Census census, Job job, Host host, String by, int maxSkew) {
    String value = value(host, by);
    if (value == null) {
      return true;
    }
    int least = Integer.MAX_VALUE;
    for (Host other : census.state.hosts()) {
      String otherValue = value(other, by);
      if (otherValue != null && other.status() == HostStatus.READY && matches(job.spec(), other)) {
        least = Math.min(least, census.count(by, otherValue, job.id()::equals));
      }
    }
    return census.count(by, value, job.id()::equals) + 1 - least > maxSkew;
  }

  private static boolean isNear(Census census, Job job, Host host, Affinity near) {
    Predicate<JobId> others = selected(census, job, near.to());
    String value = value(host, near.by());
    boolean first = others.test(job.id()) && census.total(others) == 0;
    return value != null && (first || census.count(near.by(), value, others) > 0);
  }

  /// Others may want to be away from this one.
  private static @Nullable String repelled(Census census, Job job, Host host) {
    for (Job other : census.state.jobs()) {
      if (!other.spec().namespace().equals(job.spec().namespace())) {
        continue;
      }
      for (Affinity away : other.spec().placement().antiAffinity()) {
        Selector to = away.to();
        String value = value(host, away.by());
        if (away.required()
            && to != null
            && value != null
            && to.matches(labels(job))
            && census.count(away.by(), value, other.id()::equals) > 0) {
          return "%s keeps away from it: %s".formatted(other.id(), away);
        }
      }
    }
    return null;
  }

  private static Predicate<JobId> selected(Census census, Job job, @Nullable Selector to) {
    if (to == null) {
      return job.id()::equals;
    }
    return id -> {
      Job other = census.state.job(id);
      return other != null
          && other.spec().namespace().equals(job.spec().namespace())
          && to.matches(labels(other));
    };
  }

  private static Map<String, String> labels(Job job) {
    Map<String, String> labels = new TreeMap<>(job.spec().labels());
    if (job.spec().name() != null) {
      labels.put("name", job.spec().name());
    }
    labels.put("job", job.id().value());
    return labels;
  }

  private static boolean matches(JobSpec spec, Host host) {
    return spec.placement().constraints().stream()
        .allMatch(constraint -> constraint.matches(labels(host)));
  }

  private static Map<String, String> labels(Host host) {
    Map<String, String> labels = new TreeMap<>(host.facts().labels());
    labels.put(Affinity.BY_HOST, host.id().value());
    return labels;
  }

  private static @Nullable String value(Host host, String by) {
    return labels(host).get(by);
  }
}

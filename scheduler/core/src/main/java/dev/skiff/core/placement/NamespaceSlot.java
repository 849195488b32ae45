package dev.skiff.core.placement;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.spec.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The jobs of a namespace, and who looks at whom among them.
final class NamespaceSlot {
  private final String name;
  final Map<JobId, JobSlot> jobs = new LinkedHashMap<>();

  /// Counts of VMs by the selectors that somebody asks about.
  private final Map<Selector, Census> selected = new LinkedHashMap<>();

  private final Map<Repulsion.Rule, Repulsion> repulsions = new LinkedHashMap<>();
  private long repulsionsChanged;

  NamespaceSlot(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /// The job has no VMs yet.
  void add(JobSlot job) {
    jobs.put(job.id, job);
    selected.forEach((selector, census) -> {
      if (selector.matches(job.labels)) {
        job.censuses.add(census);
      }
    });
    for (Repulsion.Rule rule : job.repels) {
      Repulsion repulsion = repulsions.get(rule);
      if (repulsion == null) {
        repulsion = new Repulsion(rule);
        repulsions.put(rule, repulsion);
        repulsionsChanged++;
      }
      repulsion.jobs++;
      job.censuses.add(repulsion.holders);
    }
  }

  /// The job has no VMs any more.
  void remove(JobSlot job) {
    jobs.remove(job.id);
    for (Repulsion.Rule rule : job.repels) {
      Repulsion repulsion = repulsions.get(rule);
      if (repulsion != null && --repulsion.jobs == 0) {
        repulsions.remove(rule);
        repulsionsChanged++;
      }
    }
  }

  /// Counts the VMs of the jobs that a selector selects, until it is let go of.
  Census select(Selector selector, HostTable hosts) {
    Census census = selected.get(selector);
    if (census == null) {
      census = new Census();
      for (JobSlot job : jobs.values()) {
        if (selector.matches(job.labels)) {
          census.addAll(job.own, hosts);
          job.censuses.add(census);
        }
      }
      selected.put(selector, census);
    }
    census.users++;
    return census;
  }

  void letGo(Selector selector) {
    Census census = selected.get(selector);
    if (census != null && --census.users == 0) {
      selected.remove(selector);
      for (JobSlot job : jobs.values()) {
        job.censuses.remove(census);
      }
    }
  }

  /// The label values have been numbered anew.
  void forgetLabels() {
    for (JobSlot job : jobs.values()) {
      job.own.forgetLabels();
    }
    selected.values().forEach(Census::forgetLabels);
    repulsions.values().forEach(repulsion -> repulsion.holders.forgetLabels());
  }

  /// Differs whenever the rules do.
  long repulsionsChanged() {
    return repulsionsChanged;
  }

  List<Repulsion> repelling(JobSlot job) {
    List<Repulsion> repelling = new ArrayList<>();
    for (Repulsion repulsion : repulsions.values()) {
      if (repulsion.rule.to().matches(job.labels)) {
        repelling.add(repulsion);
      }
    }
    return List.copyOf(repelling);
  }

  /// Whether nobody would miss it.
  boolean isUnused() {
    return jobs.isEmpty() && selected.isEmpty();
  }
}

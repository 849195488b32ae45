package dev.skiff.core.placement;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A job as placement sees it: what others' selectors see of it, and where its VMs are.
final class JobSlot {
  final JobId id;
  final NamespaceSlot namespace;

  /// What selectors of affinities are about: the job's labels, `job` and `name`.
  final Map<String, String> labels;

  /// Which other jobs its VMs must be away from, so that these stay away from them.
  final List<Repulsion.Rule> repels;

  /// With which VMs its VMs are compared; null for those of services, which run until somebody ends
  /// them, and when nothing is known of the job.
  final @Nullable Kind kind;

  /// Its own VMs.
  final Census own = new Census();

  /// All that count its VMs, its own first.
  final List<Census> censuses = new ArrayList<>();

  private List<Repulsion> repelledBy = List.of();
  private long repelledAsOf = -1;

  JobSlot(JobId id, NamespaceSlot namespace, @Nullable JobSpec spec) {
    this.id = id;
    this.namespace = namespace;
    this.labels = labels(id, spec);
    this.repels = spec == null ? List.of() : repels(spec);
    this.kind =
        spec == null || spec.isService()
            ? null
            : Kind.of(spec.namespace(), spec.vm().image(), spec.vm().resources());
    censuses.add(own);
  }

  void add(HostSlot host, int count) {
    for (int i = 0; i < censuses.size(); i++) {
      censuses.get(i).add(host, count);
    }
  }

  /// Rules of other jobs that keep this one away from their VMs.
  List<Repulsion> repelledBy() {
    if (repelledAsOf != namespace.repulsionsChanged()) {
      repelledBy = namespace.repelling(this);
      repelledAsOf = namespace.repulsionsChanged();
    }
    return repelledBy;
  }

  /// Whether selectors and rules see the same in a job with this spec.
  boolean looksLike(JobSpec spec) {
    return namespace.name().equals(spec.namespace())
        && labels.equals(labels(id, spec))
        && repels.equals(repels(spec))
        && (kind == null) == spec.isService();
  }

  private static Map<String, String> labels(JobId id, @Nullable JobSpec spec) {
    Map<String, String> all = new TreeMap<>();
    if (spec != null) {
      all.putAll(spec.labels());
      if (spec.name() != null) {
        all.put("name", spec.name());
      }
    }
    all.put("job", id.value());
    return Collections.unmodifiableMap(all);
  }

  private static List<Repulsion.Rule> repels(JobSpec spec) {
    List<Repulsion.Rule> rules = new ArrayList<>();
    for (Affinity away : spec.placement().antiAffinity()) {
      if (away.required() && away.to() != null) {
        Repulsion.Rule rule = new Repulsion.Rule(away.by(), away.to());
        if (!rules.contains(rule)) {
          rules.add(rule);
        }
      }
    }
    return List.copyOf(rules);
  }
}

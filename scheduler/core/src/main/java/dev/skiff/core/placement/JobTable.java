package dev.skiff.core.placement;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.Selector;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The jobs of a cell, by id and by namespace.
final class JobTable {
  private final Map<JobId, JobSlot> byId = new HashMap<>();
  private final Map<String, NamespaceSlot> namespaces = new HashMap<>();

  @Nullable JobSlot find(JobId id) {
    return byId.get(id);
  }

  JobSlot require(JobId id) {
    JobSlot job = byId.get(id);
    if (job == null) {
      throw new IllegalStateException("job: " + id + " (expected: one that was told of before)");
    }
    return job;
  }

  JobSlot add(JobId id, String namespace, @Nullable JobSpec spec) {
    JobSlot job = new JobSlot(id, namespace(namespace), spec);
    job.namespace.add(job);
    byId.put(id, job);
    return job;
  }

  /// The job again with another look, its VMs where they are.
  void replace(JobSlot job, JobSpec spec, HostTable hosts) {
    remove(job, hosts);
    for (Census census : add(job.id, spec.namespace(), spec).censuses) {
      census.addAll(job.own, hosts);
    }
  }

  void remove(JobSlot job, HostTable hosts) {
    for (Census census : job.censuses) {
      if (census != job.own) {
        census.removeAll(job.own, hosts);
      }
    }
    byId.remove(job.id);
    job.namespace.remove(job);
    removeIfUnused(job.namespace);
  }

  NamespaceSlot namespace(String name) {
    return namespaces.computeIfAbsent(name, NamespaceSlot::new);
  }

  void letGo(String namespace, Selector selector) {
    NamespaceSlot slot = namespaces.get(namespace);
    if (slot != null) {
      slot.letGo(selector);
      removeIfUnused(slot);
    }
  }

  void forgetLabels() {
    namespaces.values().forEach(NamespaceSlot::forgetLabels);
  }

  private void removeIfUnused(NamespaceSlot namespace) {
    if (namespace.isUnused()) {
      namespaces.remove(namespace.name());
    }
  }
}

package dev.skiff.gateway.view;

import com.hazelcast.query.Predicates;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.gateway.view.JobOrder.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes one page of VMs without a scan over all of them: it walks the jobs, whose counts tell
/// which of them have VMs in the states that are asked for, and fetches a job's VMs by key. With a
/// host, that host's VMs (indexed) are the only candidates.
final class VmWalk {
  /// A service that was changed or scaled has VMs with indexes beyond its count: so far is looked
  /// for them, as long as not all have been found.
  private static final int BEYOND_COUNT = 10_000;

  private final FleetViews views;
  private final JobOrder order;
  private final Filter filter;
  private final int limit;
  private final @Nullable Cursor cursor;
  private final @Nullable VmNames name;
  private final @Nullable VmNames prefix;
  private final List<VmWithJob> items = new ArrayList<>();

  VmWalk(FleetViews views, JobOrder order, Filter filter, int limit, @Nullable Cursor cursor) {
    this.views = views;
    this.order = order;
    this.filter = filter;
    this.limit = limit;
    this.cursor = cursor;
    this.name = filter.name() == null ? null : VmNames.of(filter.name());
    this.prefix = filter.prefix() == null ? null : VmNames.of(filter.prefix());
  }

  Page<VmWithJob> page() {
    Set<VmId> onHost = filter.host() == null ? null : onHost(filter.host());
    List<Place> places = order.sorted(jobIds(onHost), cursor);
    for (int from = 0; from < places.size(); from += Lists.CHUNK) {
      List<Place> chunk = places.subList(from, Math.min(places.size(), from + Lists.CHUNK));
      Map<String, Seen<Job>> jobs =
          views.jobs(chunk.stream().map(Place::id).collect(Collectors.toSet()));
      for (Place place : chunk) {
        Seen<Job> job = jobs.get(place.id());
        if (job != null && mayHold(job.entity()) && !walk(job.entity(), onHost)) {
          Vm last = items.getLast().vm().entity();
          Job lastJob = items.getLast().job();
          String id = lastJob.id().value();
          return new Page<>(
              items, new Cursor(lastJob.accepted(), id, last.id().index()).toString());
        }
      }
    }
    return new Page<>(items, null);
  }

  private Set<VmId> onHost(String host) {
    return views.vmIds(Predicates.equal("host", host)).stream()
        .map(VmId::parse)
        .collect(Collectors.toSet());
  }

  private Collection<String> jobIds(@Nullable Set<VmId> onHost) {
    Filter named =
        new Filter(
            filter.selector(),
            Set.of(),
            null,
            filter.job(),
            filter.namespace(),
            name == null ? null : name.job(),
            null);
    Set<String> ids = views.jobIds(named.jobs(prefix == null ? null : prefix.job()));
    if (onHost == null) {
      return ids;
    }
    Set<String> there = onHost.stream().map(vm -> vm.job().value()).collect(Collectors.toSet());
    there.retainAll(ids);
    return there;
  }

  private boolean mayHold(Job job) {
    return filter.selector().matches(job.spec().labels())
        && (prefix == null || prefix.isJob(job))
        && (filter.states().isEmpty()
            || filter.states().stream()
                .anyMatch(state -> counted(job.counts(), VmStatus.valueOf(state)) > 0));
  }

  private static int counted(VmCounts counts, VmStatus status) {
    return switch (status) {
      case CREATED, PENDING -> counts.pending();
      case ASSIGNED, STARTING -> counts.starting();
      case RUNNING -> counts.running();
      case PAUSED, SUSPENDED -> counts.held();
      case STOPPING -> counts.stopping();
      case EXITED -> counts.succeeded() + counts.failed();
      case FAILED, LOST, CANCELLED -> counts.failed();
    };
  }

  /// Adds a job's VMs to the page.
  ///
  /// @return false when the page is full and there is more
  private boolean walk(Job job, @Nullable Set<VmId> onHost) {
    boolean resumed = cursor != null && cursor.id().equals(job.id().value());
    int after = cursor != null && resumed ? cursor.index() : -1;
    int end = job.spec().count() + (job.spec().isService() ? BEYOND_COUNT : 0);
    int found = 0;
    Set<VmId> candidates = new TreeSet<>();
    for (int index = after + 1; index < end; index++) {
      VmId id = new VmId(job.id(), index);
      if ((onHost == null || onHost.contains(id)) && isAskedFor(id)) {
        candidates.add(id);
      }
      boolean last = index == end - 1;
      if (candidates.size() == Lists.CHUNK || (last && !candidates.isEmpty())) {
        int more = take(candidates, job);
        if (more < 0) {
          return false;
        }
        found += more;
        if (found >= job.counts().total() && index >= job.spec().count()) {
          return true;
        }
        candidates.clear();
      }
    }
    return true;
  }

  private boolean isAskedFor(VmId id) {
    String index = Integer.toString(id.index());
    return (name == null || name.index() == null || index.equals(name.index()))
        && (prefix == null || prefix.index() == null || index.startsWith(prefix.index()));
  }

  /// Adds VMs to the page.
  ///
  /// @return how many of them there are; -1 when the page is full and there is more
  private int take(Set<VmId> ids, Job job) {
    Set<String> keys =
        ids.stream().map(VmId::toString).collect(Collectors.toCollection(LinkedHashSet::new));
    Map<String, Seen<Vm>> vms = views.vms(keys);
    for (String key : keys) {
      Seen<Vm> vm = vms.get(key);
      if (vm != null && matches(vm.entity())) {
        if (items.size() == limit) {
          return -1;
        }
        items.add(new VmWithJob(vm, job));
      }
    }
    return vms.size();
  }

  private boolean matches(Vm vm) {
    return filter.states().isEmpty() || filter.states().contains(vm.status().name());
  }
}

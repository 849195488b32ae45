package dev.skiff.core.cell;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.contracts.state.Vm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Everything that is true about a cell: the fold of its log. Changed by [#apply] only, which
/// decides nothing; what the events should be is decided by [CellMachine]. Whatever is iterated is
/// ordered, so that the same log gives the same decisions in every process. Not safe for concurrent
/// use.
public final class CellState {
  /// @param at the job is to be removed then, microseconds since the epoch
  record Expiry(long at, JobId job) implements Comparable<Expiry> {
    @Override
    public int compareTo(Expiry other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : job.compareTo(other.job);
    }
  }

  final CellId cell;
  final TreeMap<HostId, HostEntry> hosts = new TreeMap<>();
  final Map<JobId, JobEntry> jobs = new HashMap<>();

  /// `namespace/name` → job.
  final Map<String, JobId> names = new HashMap<>();

  /// In the order in which they were stored.
  final LinkedHashMap<String, StoredKey> keys = new LinkedHashMap<>();

  final PendingQueue pending = new PendingQueue();
  final TreeSet<Expiry> expiries = new TreeSet<>();

  /// Restart backoffs: moments before which some pending VM is not placed.
  final TreeMap<Long, Integer> delays = new TreeMap<>();

  /// VMs whose host has been ordered something and has not said that it did it: ASSIGNED and
  /// STOPPING.
  final TreeSet<VmId> unanswered = new TreeSet<>();

  /// Jobs being called off that still have VMs which were not told.
  final TreeSet<JobId> callingOff = new TreeSet<>();

  /// Lost hosts that still have VMs.
  final TreeSet<HostId> emptying = new TreeSet<>();

  int vmCount;
  int unfinishedVms;
  final ChangeTracker tracker = new ChangeTracker();
  private final CellApplier applier = new CellApplier(this);

  public CellState(CellId cell) {
    this.cell = cell;
  }

  /// Takes in one event, which happened at the given time (microseconds since the epoch).
  ///
  /// @throws IllegalStateException when the event does not fit the state: the log is not what it
  ///   should be
  public void apply(CellEvent event, long at) {
    applier.apply(event, at);
  }

  /// Takes in a Transition that counts.
  public void apply(Transition transition) {
    for (CellEvent event : transition.events()) {
      apply(event, transition.at());
    }
  }

  public CellId cell() {
    return cell;
  }

  public Collection<Host> hosts() {
    return hosts.values().stream().map(e -> e.host).toList();
  }

  public @Nullable Host host(HostId id) {
    HostEntry entry = hosts.get(id);
    return entry == null ? null : entry.host;
  }

  public Collection<Ghost> ghosts() {
    return hosts.values().stream().flatMap(e -> e.ghosts.values().stream()).toList();
  }

  /// In the order of arrival.
  public List<Job> jobs() {
    return jobs.values().stream()
        .map(e -> e.job)
        .sorted(Comparator.comparingLong(Job::sequence).thenComparing(Job::id))
        .toList();
  }

  public @Nullable Job job(JobId id) {
    JobEntry entry = jobs.get(id);
    return entry == null ? null : entry.job;
  }

  public List<Vm> vmsOf(JobId id) {
    JobEntry entry = jobs.get(id);
    return entry == null ? List.of() : entry.present();
  }

  public @Nullable Vm vm(VmId id) {
    JobEntry entry = jobs.get(id.job());
    return entry == null ? null : entry.vm(id.index());
  }

  /// VMs that the log has on a host, in order.
  public List<Vm> vmsOn(HostId id) {
    HostEntry entry = hosts.get(id);
    if (entry == null) {
      return List.of();
    }
    List<Vm> vms = new ArrayList<>(entry.vms.size());
    for (VmId vm : entry.vms) {
      vms.add(requireVm(vm));
    }
    return vms;
  }

  public int pendingVms() {
    return pending.size();
  }

  public int unfinishedVms() {
    return unfinishedVms;
  }

  /// Whether the wait of a pending VM whose start was put off ends after `from` and not after `to`.
  public boolean delayEndsBetween(long from, long to) {
    Long next = delays.higherKey(from);
    return next != null && next <= to;
  }

  /// Hosts with a VM whose order has not been answered since before this moment.
  public Set<HostId> hostsWithUnansweredOrders(long before) {
    Set<HostId> found = new TreeSet<>();
    for (VmId id : unanswered) {
      Vm vm = requireVm(id);
      if (vm.changed() < before && vm.host() != null) {
        found.add(vm.host());
      }
    }
    return found;
  }

  /// Whether a tick at this time would do something.
  public boolean tickDue(long at, CellRules rules) {
    return !callingOff.isEmpty()
        || !emptying.isEmpty()
        || (!expiries.isEmpty() && expiries.first().at() <= at)
        || (!keys.isEmpty() && keys.firstEntry().getValue().stored() + rules.keyTtl() <= at);
  }

  /// Keeps track of what changes from now on, or stops doing so.
  public void trackChanges(boolean wanted) {
    tracker.switchTo(wanted);
  }

  /// What changed since the last call.
  public Changes drainChanges() {
    Map<HostId, Optional<Host>> changedHosts = new HashMap<>();
    tracker.hosts.forEach(id -> changedHosts.put(id, Optional.ofNullable(host(id))));
    Map<JobId, Optional<Job>> changedJobs = new HashMap<>();
    tracker.jobs.forEach(id -> changedJobs.put(id, Optional.ofNullable(job(id))));
    Map<VmId, Optional<Vm>> changedVms = new HashMap<>();
    Map<JobId, Job> jobsOfVms = new HashMap<>();
    for (VmId id : tracker.vms) {
      JobEntry entry = jobs.get(id.job());
      Vm vm = entry == null ? null : entry.vm(id.index());
      changedVms.put(id, Optional.ofNullable(vm));
      if (entry != null) {
        jobsOfVms.put(id.job(), entry.job);
      }
    }
    tracker.clear();
    return new Changes(changedHosts, changedJobs, changedVms, jobsOfVms);
  }

  /// Every entity, as if all had changed.
  public Changes everything() {
    Map<HostId, Optional<Host>> allHosts = new HashMap<>();
    hosts.forEach((id, entry) -> allHosts.put(id, Optional.of(entry.host)));
    Map<JobId, Optional<Job>> allJobs = new HashMap<>();
    Map<VmId, Optional<Vm>> allVms = new HashMap<>();
    Map<JobId, Job> jobsOfVms = new HashMap<>();
    jobs.forEach((id, entry) -> {
      allJobs.put(id, Optional.of(entry.job));
      jobsOfVms.put(id, entry.job);
      entry.present().forEach(vm -> allVms.put(vm.id(), Optional.of(vm)));
    });
    return new Changes(allHosts, allJobs, allVms, jobsOfVms);
  }

  /// The whole state for a checkpoint, in pieces that fit into records.
  public List<Chunk> toChunks() {
    return new ChunkPacker().pack(this);
  }

  /// The state that [#toChunks] wrote down.
  public static CellState fromChunks(CellId cell, List<Chunk> chunks) {
    CellState state = new CellState(cell);
    chunks.forEach(chunk -> chunk.jobs().forEach(state.applier::restoreJob));
    chunks.forEach(chunk -> chunk.hosts().forEach(state.applier::restoreHost));
    chunks.forEach(chunk -> chunk.vms().forEach(state.applier::restoreVm));
    chunks.forEach(chunk -> chunk.ghosts().forEach(state.applier::restoreGhost));
    chunks.forEach(chunk -> chunk.keys().forEach(k -> state.keys.put(k.key().key(), k)));
    return state;
  }

  Vm requireVm(VmId id) {
    Vm vm = vm(id);
    if (vm == null) {
      throw new IllegalStateException("no VM " + id);
    }
    return vm;
  }

  JobEntry requireJob(JobId id) {
    JobEntry entry = jobs.get(id);
    if (entry == null) {
      throw new IllegalStateException("no job " + id);
    }
    return entry;
  }

  HostEntry requireHost(HostId id) {
    HostEntry entry = hosts.get(id);
    if (entry == null) {
      throw new IllegalStateException("no host " + id);
    }
    return entry;
  }

  Resources resourcesOf(VmId id) {
    return requireJob(id.job()).job.spec().vm().resources();
  }

  Collection<StoredKey> storedKeys() {
    return Collections.unmodifiableCollection(keys.values());
  }
}

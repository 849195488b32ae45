package dev.skiff.core.cell;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.contracts.state.Vm;
import dev.skiff.core.placement.Fleet;
import dev.skiff.core.placement.Policy;
import dev.skiff.core.placement.VmRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Everything that is true about a cell: the fold of its log. Changed by [#apply] only, which
/// decides nothing; what the events should be is decided by [CellMachine]. Whatever is iterated is
/// ordered, so that the same log gives the same decisions in every process. Not safe for concurrent
/// use.
public final class CellState {
  /// Something happens to a job.
  ///
  /// @param at when, microseconds since the epoch
  record Due(long at, JobId job) implements Comparable<Due> {
    static Due after(long from, long seconds, JobId job) {
      return new Due(from + seconds * 1_000_000, job);
    }

    @Override
    public int compareTo(Due other) {
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

  /// When finished jobs are to be removed.
  final TreeSet<Due> expiries = new TreeSet<>();

  /// When active jobs are to be called off.
  final TreeSet<Due> deadlines = new TreeSet<>();

  /// Waiting VMs for which others are being ended.
  final TreeSet<VmId> nominated = new TreeSet<>();

  /// Restart backoffs: moments before which some pending VM is not placed.
  final TreeMap<Long, Integer> delays = new TreeMap<>();

  /// Jobs being called off that still have VMs which were not told.
  final TreeSet<JobId> callingOff = new TreeSet<>();

  /// Lost hosts that still have VMs.
  final TreeSet<HostId> emptying = new TreeSet<>();

  /// Services that have too few VMs, too many, or some of an earlier generation.
  final TreeSet<JobId> outOfShape = new TreeSet<>();

  /// Hosts that are being drained.
  final TreeSet<HostId> draining = new TreeSet<>();

  final TreeMap<String, NamespaceEntry> namespaces = new TreeMap<>();

  /// Priority → how many VMs of it hold a host and were not told to end.
  final TreeMap<Integer, Integer> priorities = new TreeMap<>();

  /// The hosts as placement sees them.
  final Fleet fleet;

  int vmCount;
  int unfinishedVms;
  final ChangeTracker tracker = new ChangeTracker();
  private final History history = new History();
  private final CellApplier applier = new CellApplier(this);

  public CellState(CellId cell, Policy policy) {
    this.cell = cell;
    this.fleet = new Fleet(policy);
  }

  /// With the default policy.
  public CellState(CellId cell) {
    this(cell, Policy.DEFAULT);
  }

  /// Takes in one event, which happened at the given time (microseconds since the epoch).
  ///
  /// @throws IllegalStateException when the event does not fit the state: the log is not what it
  ///   should be
  public void apply(CellEvent event, long at) {
    try {
      applier.apply(event, at);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "%s%nevent: %s%nbefore it: %s".formatted(e.getMessage(), event, history.about(event)), e);
    }
    history.add(event, at);
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

  /// What runs on a host although the log has not placed it there.
  public List<Ghost> ghostsOn(HostId id) {
    HostEntry entry = hosts.get(id);
    return entry == null ? List.of() : List.copyOf(entry.ghosts.values());
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

  /// Whether a tick at this time would do something.
  public boolean tickDue(long at, CellRules rules) {
    return !callingOff.isEmpty()
        || !emptying.isEmpty()
        || (!expiries.isEmpty() && expiries.first().at() <= at)
        || (!deadlines.isEmpty() && deadlines.first().at() <= at)
        || (!keys.isEmpty() && keys.firstEntry().getValue().stored() + rules.keyTtl() <= at);
  }

  /// Whether there is something to be looked after now and then: services that change, hosts that
  /// are drained.
  public boolean needsLookingAfter() {
    return !outOfShape.isEmpty() || !draining.isEmpty();
  }

  /// Whether a host has VMs that run under a lease.
  public boolean needsLease(HostId id) {
    HostEntry entry = hosts.get(id);
    return entry != null && entry.exclusive > 0;
  }

  /// Whether a VM that must not run twice waits for the lease of a host that is out of reach. Looks
  /// at every exclusive job.
  public boolean waitsForLeases(long at, CellRules rules) {
    for (JobEntry entry : jobs.values()) {
      if (entry.spec().exclusive()
          && entry.present().stream()
              .anyMatch(vm -> Leases.mayRunUntil(rules, entry.job, vm) > at)) {
        return true;
      }
    }
    return false;
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
    Map<String, Optional<Namespace>> changedNamespaces = new HashMap<>();
    tracker.namespaces.forEach(
        name -> changedNamespaces.put(name, Optional.ofNullable(namespace(name))));
    tracker.clear();
    return new Changes(changedHosts, changedJobs, changedVms, jobsOfVms, changedNamespaces);
  }

  /// The whole state as it is, for a checkpoint.
  public Snapshot snapshot() {
    List<Snapshot.JobVms> jobVms = new ArrayList<>(jobs.size());
    jobs.values().forEach(entry -> jobVms.add(new Snapshot.JobVms(entry.job, entry.present())));
    return new Snapshot(hosts(), jobVms, ghosts(), keys.values(), namespaces());
  }

  /// The whole state in pieces that fit into records.
  public List<Chunk> toChunks() {
    return snapshot().toChunks();
  }

  /// The state that [#toChunks] wrote down.
  public static CellState fromChunks(CellId cell, Policy policy, List<Chunk> chunks) {
    CellState state = new CellState(cell, policy);
    chunks.forEach(chunk -> chunk.jobs().forEach(state.applier::restoreJob));
    chunks.forEach(chunk -> chunk.hosts().forEach(state.applier::restoreHost));
    chunks.forEach(chunk -> chunk.vms().forEach(state.applier::restoreVm));
    chunks.forEach(chunk -> chunk.ghosts().forEach(state.applier::restoreGhost));
    chunks.forEach(chunk -> chunk.namespaces().forEach(state::restore));
    state.applier.restoreTimers();
    chunks.forEach(chunk -> chunk.keys().forEach(k -> state.keys.put(k.key().key(), k)));
    return state;
  }

  private void restore(Namespace stored) {
    NamespaceEntry entry = namespaces.computeIfAbsent(stored.name(), NamespaceEntry::new);
    entry.quota = stored.quota();
    entry.changed = stored.changed();
  }

  /// What a VM of a job asks of its host. Equal for jobs that ask for the same.
  VmRequest request(JobEntry entry, long at) {
    return request(entry.job.id(), entry.spec(), at);
  }

  VmRequest request(JobId id, JobSpec spec, long at) {
    return VmRequest.of(id, spec, 0);
  }

  /// What a namespace may hold and holds; null for one that holds nothing and has no quota.
  public @Nullable Namespace namespace(String name) {
    NamespaceEntry entry = namespaces.get(name);
    return entry == null ? null : entry.toNamespace();
  }

  public List<Namespace> namespaces() {
    return namespaces.values().stream().map(NamespaceEntry::toNamespace).toList();
  }

  static String fullName(JobSpec spec) {
    return spec.namespace() + "/" + spec.name();
  }

  Vm requireVm(JobEntry entry, int index) {
    Vm vm = entry.vm(index);
    if (vm == null) {
      throw new IllegalStateException("no VM " + entry.id(index));
    }
    return vm;
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
}

package dev.skiff.core.placement;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Host;
import org.jspecify.annotations.Nullable;

/// The hosts of a cell as placement sees them, with what is promised on each. It is told of every
/// change and keeps what follows from them ready, so that a decision costs as much as what has
/// changed since the last one of its kind, and not as much as there are hosts.
///
/// Its answers follow from the hosts, the jobs and what is placed where, and from nothing else: not
/// from the order in which it was told, nor from what it was asked before.
public final class Fleet {
  /// Steps in which scores follow the time, microseconds.
  static final long TICK = 300_000_000;

  private final HostTable hosts = new HostTable();
  private final JobTable jobs = new JobTable();
  private final Policy policy;
  private final CandidatesFinder finder;
  private final Lifetimes lifetimes = new Lifetimes();
  private Journal journal = new Journal(0);
  private @Nullable Trial trial;

  public Fleet(Policy policy) {
    this.policy = policy;
    this.finder = new CandidatesFinder(hosts, jobs, policy, journal);
  }

  /// A host joined, or its status or its facts changed. What it says of its VMs is not looked at.
  public void put(Host host) {
    requireNoTrial();
    boolean arranged = hosts.isArranged();
    HostSlot inPlace = hosts.put(host);
    if (inPlace != null) {
      journal.changedFacts(inPlace.position);
    } else if (arranged) {
      finder.reset(journal);
    }
  }

  /// A host that holds nothing is gone for good.
  public void remove(HostId id) {
    requireNoTrial();
    boolean arranged = hosts.isArranged();
    hosts.remove(id);
    if (arranged && !hosts.isArranged()) {
      finder.reset(journal);
    }
  }

  /// A job exists, or its spec has changed.
  public void job(JobId id, JobSpec spec) {
    requireNoTrial();
    JobSlot known = jobs.find(id);
    if (known == null) {
      if (!jobs.add(id, spec.namespace(), spec).repels.isEmpty()) {
        finder.forgetRepulsions();
      }
    } else if (!known.looksLike(spec)) {
      // What selectors select has changed under everybody's feet.
      finder.reset(journal);
      hosts.disarrange();
      jobs.replace(known, spec, hosts);
    }
  }

  /// A job that has no VMs on hosts is gone.
  public void forgetJob(JobId id) {
    requireNoTrial();
    forget(jobs.require(id));
  }

  /// VMs of a job have got room on a host.
  ///
  /// @param each what each of them reserves
  /// @param lifetime as expected then, microseconds; 0 when unknown
  /// @param at when, microseconds since the epoch
  public void placed(HostId host, JobId job, Resources each, int count, long lifetime, long at) {
    requireNoTrial();
    HostSlot slot = hosts.require(host);
    JobSlot of = jobs.require(job);
    slot.expect(of, at, lifetime, count);
    take(slot, of, each, count);
    if (of.kind != null) {
      lifetimes.began(of.kind, at, count);
    }
  }

  /// VMs of a job have given their room back.
  ///
  /// @param since when they were placed, microseconds since the epoch
  /// @param at when, microseconds since the epoch
  public void left(HostId host, JobId job, Resources each, int count, long since, long at) {
    requireNoTrial();
    HostSlot slot = hosts.require(host);
    JobSlot of = jobs.require(job);
    slot.expectNoMore(of, since, count);
    take(slot, of, each, -count);
    if (of.kind != null) {
      lifetimes.ended(of.kind, since, at, count);
    }
  }

  /// Something that no job has placed holds room on a host.
  public void held(HostId host, Resources amount) {
    requireNoTrial();
    take(hosts.require(host), null, amount, 1);
  }

  /// It has given its room back.
  public void freed(HostId host, Resources amount) {
    requireNoTrial();
    take(hosts.require(host), null, amount, -1);
  }

  /// What is known of how long VMs run.
  public Lifetimes lifetimes() {
    return lifetimes;
  }

  /// Begins to try things out. The fleet stays as it is until the trial is closed.
  ///
  /// @param at now, microseconds since the epoch
  public Trial trial(long at) {
    requireNoTrial();
    if (!hosts.isArranged()) {
      hosts.arrange();
      journal = new Journal(hosts.size());
      finder.reset(journal);
    }
    Trial begun = new Trial(this, at);
    trial = begun;
    return begun;
  }

  void close(Trial closed) {
    if (closed.equals(trial)) {
      trial = null;
    }
  }

  HostTable hosts() {
    return hosts;
  }

  Policy policy() {
    return policy;
  }

  @Nullable HostSlot find(HostId id) {
    return hosts.find(id);
  }

  @Nullable JobSlot findJob(JobId id) {
    return jobs.find(id);
  }

  /// A job of which nobody has told, for the time of a trial.
  JobSlot addUnknown(JobId id, String namespace) {
    return jobs.add(id, namespace, null);
  }

  void forget(JobSlot job) {
    if (job.own.total() > 0) {
      throw new IllegalStateException(
          "%s is forgotten while %d of its VMs hold hosts".formatted(job.id, job.own.total()));
    }
    jobs.remove(job, hosts);
    finder.forget(job);
  }

  Candidates candidates(VmRequest request, @Nullable JobSlot job, long now) {
    Candidates candidates = finder.find(request, job);
    candidates.refresh(now);
    return candidates;
  }

  /// @param job null for what no job has placed
  /// @param count negative gives room back
  void take(HostSlot host, @Nullable JobSlot job, Resources each, int count) {
    host.use(each, count);
    if (job != null) {
      job.add(host, count);
    }
    if (hosts.isArranged()) {
      journal.changed(host.position);
    }
  }

  private void requireNoTrial() {
    if (trial != null) {
      throw new IllegalStateException("a trial is open (expected: closed before anything changes)");
    }
  }
}

package dev.skiff.loadtests.check;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.loadtests.check.JobVms.Place;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The log's side: a fold of its events, written anew, that holds each to what may follow what, to
/// the room that hosts have, and to what the hosts have reported by then.
final class EventCheck {
  private final Findings findings;
  private final HostBook hosts;
  private final OutcomeCheck outcomes;
  private final Map<JobId, JobVms> jobs = new HashMap<>();
  private final ReportCheck reports;
  private long vms;

  EventCheck(Findings findings, OutcomeCheck outcomes) {
    this.findings = findings;
    this.outcomes = outcomes;
    this.hosts = new HostBook(findings);
    this.reports = new ReportCheck(findings, hosts, this::isGivenUp);
  }

  ReportCheck reports() {
    return reports;
  }

  HostBook hosts() {
    return hosts;
  }

  Map<JobId, JobVms> jobs() {
    return jobs;
  }

  /// VMs that were admitted.
  long vms() {
    return vms;
  }

  private boolean isGivenUp(JobId job, int vm, int incarnation) {
    JobVms.Placement placement = placement(job, vm, incarnation);
    return placement != null && placement.givenUp();
  }

  JobVms.@Nullable Placement placement(JobId job, int vm, int incarnation) {
    JobVms known = jobs.get(job);
    return known == null ? null : known.placement(vm, incarnation);
  }

  void take(String where, long offset, CellEvent event) {
    switch (event) {
      case CellEvent.Outcome e -> outcomes.outcome(where, e);
      case CellEvent.InputRejected e -> outcomes.rejected(e);
      case CellEvent.KeysExpired e -> outcomes.expired(e);
      case CellEvent.JobAdmitted e -> admitted(where, e);
      case CellEvent.JobUpdated e -> job(where, e.job()).respec(e.spec().vm().resources());
      case CellEvent.JobRemoved e -> removed(where, e.job());
      case CellEvent.VmsAdded e -> added(where, e);
      case CellEvent.VmsAssigned e -> assigned(where, offset, e);
      case CellEvent.VmsStarting e -> {
        for (int vm = e.first(); vm < e.first() + e.count(); vm++) {
          step(where, e.job(), vm, Place.STARTING, Place.ASSIGNED);
        }
      }
      case CellEvent.VmsRunning e -> running(where, e);
      case CellEvent.VmHeld e -> step(where, e.vm(), Place.RUNNING, Place.RUNNING);
      case CellEvent.VmAdopted e -> adopted(where, e);
      case CellEvent.VmStopping e ->
          step(
              where,
              e.vm(),
              Place.STOPPING,
              Place.ASSIGNED,
              Place.STARTING,
              Place.RUNNING,
              Place.STOPPING);
      case CellEvent.VmEnded e -> ended(where, e);
      case CellEvent.VmRequeued e -> requeued(where, e);
      case CellEvent.VmRemoved e ->
          step(where, e.vm(), Place.NONE, Place.ENDED, Place.HELD_BACK, Place.PENDING);
      case CellEvent.HostJoined e -> hosts.joined(e.host(), e.facts().promisable());
      case CellEvent.HostConflict e -> reports.refused(e.host(), e.session());
      case CellEvent.HostChanged e -> hosts.changed(e.host(), e.facts().promisable());
      case CellEvent.HostSuspected e -> hosts.account(e.host()).silent(true);
      case CellEvent.HostRecovered e -> hosts.account(e.host()).silent(false);
      case CellEvent.HostLost e -> hosts.lost(e.host());
      case CellEvent.HostCordoned e -> hosts.account(e.host()).closed(true);
      case CellEvent.HostDraining e -> hosts.account(e.host()).closed(true);
      case CellEvent.HostUncordoned e -> hosts.account(e.host()).closed(false);
      case CellEvent.HostRemoved e -> hosts.removed(e.host());
      case CellEvent.GhostSeen e -> hosts.ghost(e.host(), e.vm(), e.incarnation(), e.resources());
      case CellEvent.GhostGone e -> hosts.ghost(e.host(), e.vm(), e.incarnation(), null);
      case CellEvent.Planned _,
          CellEvent.KeyRefused _,
          CellEvent.JobCancelling _,
          CellEvent.JobWaiting _,
          CellEvent.VmNominated _,
          CellEvent.VmWanted _,
          CellEvent.VmUnchanged _,
          CellEvent.LeaseGranted _,
          CellEvent.QuotaSet _ -> {}
    }
  }

  private void admitted(String where, CellEvent.JobAdmitted e) {
    outcomes.admitted(where, e);
    int count = e.spec().count();
    Place first = e.held() ? Place.HELD_BACK : Place.PENDING;
    JobVms before = jobs.put(e.job(), new JobVms(count, first, e.spec().vm().resources()));
    vms += count;
    if (before != null) {
      findings.add(Kind.DOUBLED, where, "job %s was admitted before".formatted(e.job()));
    }
  }

  private JobVms job(String where, JobId id) {
    JobVms job = jobs.get(id);
    if (job == null) {
      findings.add(Kind.ILLEGAL, where, "there is no job %s".formatted(id));
      job = new JobVms(0, Place.NONE, Resources.NONE);
      jobs.put(id, job);
    }
    return job;
  }

  private void removed(String where, JobId id) {
    JobVms job = job(where, id);
    for (int vm = 0; vm < job.count(); vm++) {
      switch (job.place(vm)) {
        case PENDING, ASSIGNED, STARTING, RUNNING, STOPPING ->
            findings.add(
                Kind.LOST, where, "%s.%d is forgotten and is %s".formatted(id, vm, job.place(vm)));
        case NONE, HELD_BACK, ENDED -> {}
      }
      job.put(vm, Place.NONE);
    }
  }

  private void added(String where, CellEvent.VmsAdded e) {
    JobVms job = job(where, e.job());
    job.add(e.first(), e.count());
    vms += e.count();
    for (int vm = e.first(); vm < e.first() + e.count(); vm++) {
      step(where, e.job(), vm, Place.PENDING, Place.NONE);
    }
  }

  private void assigned(String where, long offset, CellEvent.VmsAssigned e) {
    JobVms job = job(where, e.job());
    HostBook.Account host = hosts.account(e.host());
    for (int vm = e.first(); vm < e.first() + e.count(); vm++) {
      if (e.incarnation() <= job.incarnation(vm)) {
        findings.add(
            Kind.DOUBLED,
            where,
            "%s.%d is placed in incarnation %d and was in %d"
                .formatted(e.job(), vm, e.incarnation(), job.incarnation(vm)));
      }
      if (job.place(vm).isOnHost()) {
        findings.add(
            Kind.DOUBLED,
            where,
            "%s.%d is placed on %s and is on %s"
                .formatted(e.job(), vm, e.host(), hosts.name(job.host(vm))));
        release(job, vm);
      } else {
        step(where, e.job(), vm, Place.ASSIGNED, Place.PENDING);
      }
      if (vm < job.count()) {
        job.assign(vm, e.incarnation(), host.number, offset);
      }
    }
    hosts.assigned(where, host, job.each(), e.count());
  }

  private void running(String where, CellEvent.VmsRunning e) {
    JobVms job = job(where, e.job());
    for (int vm = e.first(); vm < e.first() + e.count(); vm++) {
      if (!step(where, e.job(), vm, Place.RUNNING, Place.ASSIGNED, Place.STARTING)) {
        continue;
      }
      HostId host = hosts.name(job.host(vm));
      if (!reports.wasStarted(e.job(), vm, job.incarnation(vm), host)) {
        findings.add(
            Kind.ILLEGAL, where, "%s.%d runs, and %s never said so".formatted(e.job(), vm, host));
      }
    }
  }

  private void adopted(String where, CellEvent.VmAdopted e) {
    JobVms job = job(where, e.vm().job());
    int vm = e.vm().index();
    if (!job.place(vm).isOnHost()
        || !hosts.name(job.host(vm)).equals(e.host())
        || !reports.wasFound(e.vm().job(), vm, job.incarnation(vm), e.host())) {
      findings.add(
          Kind.ILLEGAL,
          where,
          "%s is adopted by %s, which did not have it".formatted(e.vm(), e.host()));
    } else if (job.place(vm) != Place.STOPPING) {
      job.put(vm, Place.RUNNING);
    }
  }

  private void ended(String where, CellEvent.VmEnded e) {
    JobVms job = job(where, e.vm().job());
    int vm = e.vm().index();
    boolean wasOnHost = job.place(vm).isOnHost();
    if (wasOnHost == (e.status() == VmStatus.CANCELLED)) {
      findings.add(
          Kind.ILLEGAL,
          where,
          "%s ends as %s and was %s".formatted(e.vm(), e.status(), job.place(vm)));
      return;
    }
    if (wasOnHost) {
      boolean seen = reports.isOver(e.vm().job(), vm, job.incarnation(vm));
      if (e.status() == VmStatus.LOST) {
        job.giveUp(vm);
      } else if (!seen) {
        findings.add(
            Kind.ILLEGAL,
            where,
            "%s ended as %s, and %s never said so"
                .formatted(e.vm(), e.status(), hosts.name(job.host(vm))));
      }
      release(job, vm);
    }
    step(
        where,
        e.vm(),
        Place.ENDED,
        Place.PENDING,
        Place.HELD_BACK,
        Place.ASSIGNED,
        Place.STARTING,
        Place.RUNNING,
        Place.STOPPING);
  }

  private void requeued(String where, CellEvent.VmRequeued e) {
    JobVms job = job(where, e.vm().job());
    int vm = e.vm().index();
    if (job.place(vm).isOnHost()) {
      if (!reports.isOver(e.vm().job(), vm, job.incarnation(vm))) {
        findings.add(
            Kind.ILLEGAL,
            where,
            "%s waits again, and %s never refused it".formatted(e.vm(), hosts.name(job.host(vm))));
      }
      release(job, vm);
    }
    step(
        where, e.vm(), Place.PENDING, Place.HELD_BACK, Place.ENDED, Place.ASSIGNED, Place.STARTING);
  }

  private void release(JobVms job, int vm) {
    Resources held = job.held(vm);
    if (held != null) {
      hosts.account(hosts.name(job.host(vm))).hold(held, -1);
      job.release(vm);
    }
  }

  private boolean step(String where, VmId vm, Place to, Place... from) {
    return step(where, vm.job(), vm.index(), to, from);
  }

  /// Moves a VM if it is where it may be.
  private boolean step(String where, JobId id, int vm, Place to, Place... from) {
    JobVms job = job(where, id);
    Place before = job.place(vm);
    for (Place one : from) {
      if (one == before && vm < job.count()) {
        job.put(vm, to);
        return true;
      }
    }
    findings.add(Kind.ILLEGAL, where, "%s.%d becomes %s and is %s".formatted(id, vm, to, before));
    return false;
  }
}

package dev.skiff.loadtests.check;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.report.RunningVm;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The hosts' side: holds what they report to starting every incarnation once, and no VM twice at a
/// time unless the log had given the first one up. Records that come twice are no news.
final class ReportCheck {
  private final Findings findings;
  private final HostBook hosts;
  private final Map<JobId, Sight> sights = new HashMap<>();
  private final Map<HostId, Session> sessions = new HashMap<>();
  private final GivenUp log;
  private long starts;

  /// What a host's agent found when it started last.
  ///
  /// @param running `<vm>-<incarnation>`
  /// @param before the session before it; null for the first
  private record Session(long number, Set<String> running, @Nullable Session before) {
    /// As far back as a refusal may reach.
    Session alone() {
      return new Session(number, running, null);
    }
  }

  /// What the log has.
  interface GivenUp {
    /// Whether the log ended a placement without its host having said that it is over.
    boolean test(JobId job, int vm, int incarnation);
  }

  ReportCheck(Findings findings, HostBook hosts, GivenUp log) {
    this.findings = findings;
    this.hosts = hosts;
    this.log = log;
  }

  void take(String where, ReportBatch batch) {
    for (Report report : batch.reports()) {
      switch (report) {
        case Report.Joined joined -> joined(batch, joined);
        case Report.VmsAccepted r -> accepted(where, batch, r);
        case Report.VmsStarted r -> started(where, batch, r);
        case Report.VmEnded r -> over(r.vm(), r.incarnation());
        case Report.VmRefused r -> over(r.vm(), r.incarnation());
        case Report.FactsChanged _,
            Report.VmPaused _,
            Report.VmSuspended _,
            Report.VmResumed _,
            Report.VmUnchanged _ -> {}
      }
    }
  }

  private void joined(ReportBatch batch, Report.Joined joined) {
    Session before = sessions.get(batch.host());
    if (before != null && before.number() >= batch.session()) {
      return;
    }
    Set<String> running = new HashSet<>();
    for (RunningVm vm : joined.running()) {
      running.add(vm.vm() + "-" + vm.incarnation());
    }
    sessions.put(
        batch.host(),
        new Session(batch.session(), running, before == null ? null : before.alone()));
    for (FinishedVm vm : joined.finished()) {
      over(vm.vm(), vm.incarnation());
    }
  }

  /// The log has refused a session: what its agent found is not on this host.
  void refused(HostId host, long session) {
    Session now = sessions.get(host);
    if (now != null && now.number() == session) {
      Session before = now.before();
      if (before == null) {
        sessions.remove(host);
      } else {
        sessions.put(host, before);
      }
    }
  }

  private void accepted(String where, ReportBatch batch, Report.VmsAccepted r) {
    Sight sight = sight(r.job(), r.first() + r.count());
    int host = hosts.account(batch.host()).number;
    for (int vm = r.first(); vm < r.first() + r.count(); vm++) {
      if (sight.accepted[vm] == r.incarnation()) {
        if (sight.acceptedBy[vm] != host || sight.acceptedAt[vm] != r.orderReceived()) {
          findings.add(
              Kind.DOUBLED,
              where,
              "%s.%d in incarnation %d is begun by %s, and was by %s"
                  .formatted(
                      r.job(),
                      vm,
                      r.incarnation(),
                      batch.host(),
                      hosts.name(sight.acceptedBy[vm])));
        }
      } else if (sight.accepted[vm] < r.incarnation()) {
        sight.accepted[vm] = r.incarnation();
        sight.acceptedBy[vm] = host;
        sight.acceptedAt[vm] = r.orderReceived();
      }
    }
  }

  private void started(String where, ReportBatch batch, Report.VmsStarted r) {
    Sight sight = sight(r.job(), r.first() + r.count());
    int host = hosts.account(batch.host()).number;
    for (int vm = r.first(); vm < r.first() + r.count(); vm++) {
      if (sight.started[vm] == r.incarnation()) {
        if (sight.startedBy[vm] != host) {
          findings.add(
              Kind.DOUBLED,
              where,
              "%s.%d in incarnation %d was started by %s and by %s"
                  .formatted(
                      r.job(), vm, r.incarnation(), hosts.name(sight.startedBy[vm]), batch.host()));
        }
      } else if (sight.started[vm] < r.incarnation()) {
        int other = sight.started[vm];
        if (other > 0
            && runs(r.job(), sight, vm)
            && (sight.startedBy[vm] == host || !log.test(r.job(), vm, other))) {
          findings.add(
              Kind.DOUBLED,
              where,
              "%s.%d runs on %s in incarnation %d, and is started on %s in incarnation %d"
                  .formatted(
                      r.job(),
                      vm,
                      hosts.name(sight.startedBy[vm]),
                      other,
                      batch.host(),
                      r.incarnation()));
        }
        sight.started[vm] = r.incarnation();
        sight.startedBy[vm] = host;
        sight.startedIn[vm] = batch.session();
        starts++;
      }
    }
  }

  private void over(VmId vm, int incarnation) {
    Sight sight = sight(vm.job(), vm.index() + 1);
    sight.over[vm.index()] = Math.max(sight.over[vm.index()], incarnation);
  }

  private Sight sight(JobId job, int size) {
    Sight sight = sights.computeIfAbsent(job, _ -> new Sight());
    sight.reach(size);
    return sight;
  }

  /// Whether the newest incarnation that was started runs, as far as its host has said.
  private boolean runs(JobId job, Sight sight, int vm) {
    if (sight.started[vm] == 0 || sight.over[vm] >= sight.started[vm]) {
      return false;
    }
    Session session = sessions.get(hosts.name(sight.startedBy[vm]));
    return session == null
        || session.number() <= sight.startedIn[vm]
        || session.running().contains(job + "." + vm + "-" + sight.started[vm]);
  }

  /// Whether a host has said that it started a placement, now or when it joined.
  boolean wasStarted(JobId job, int vm, int incarnation, HostId host) {
    Sight sight = sights.get(job);
    if (sight != null
        && vm < sight.started.length
        && sight.started[vm] == incarnation
        && hosts.name(sight.startedBy[vm]).equals(host)) {
      return true;
    }
    return wasFound(job, vm, incarnation, host);
  }

  /// Whether a host has said when it joined last that a placement runs.
  boolean wasFound(JobId job, int vm, int incarnation, HostId host) {
    Session session = sessions.get(host);
    return session != null && session.running().contains(job + "." + vm + "-" + incarnation);
  }

  /// Whether a host has said that a placement is over or refused, or came back without it.
  boolean isOver(JobId job, int vm, int incarnation) {
    Sight sight = sights.get(job);
    return sight != null && vm < sight.over.length && sight.over[vm] >= incarnation;
  }

  /// The placement that runs by what hosts have said.
  ///
  /// @return null when there is none
  @Nullable Running running(JobId job, int vm) {
    Sight sight = sights.get(job);
    return sight != null && vm < sight.started.length && runs(job, sight, vm)
        ? new Running(sight.started[vm], hosts.name(sight.startedBy[vm]))
        : null;
  }

  record Running(int incarnation, HostId host) {}

  /// VMs that hosts have started.
  long starts() {
    return starts;
  }
}

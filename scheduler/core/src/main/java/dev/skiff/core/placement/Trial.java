package dev.skiff.core.placement;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.state.Explanation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What if: takes room on hosts, and gives all of it back when it is closed.
public final class Trial implements AutoCloseable {
  private final Fleet fleet;
  private final long at;
  private final List<Taken> taken = new ArrayList<>();
  private final List<JobSlot> unknownJobs = new ArrayList<>();
  private boolean open = true;

  private record Taken(HostSlot host, @Nullable JobSlot job, Resources need) {}

  Trial(Fleet fleet, long at) {
    this.fleet = fleet;
    this.at = at;
  }

  /// Takes room for one VM on the host that the policy likes best.
  ///
  /// @param avoid a host that is taken only if there is no other; null for none
  /// @return where; null when there is no room
  public @Nullable HostId place(VmRequest request, @Nullable HostId avoid) {
    HostSlot host = take(request, avoid);
    return host == null ? null : host.id;
  }

  /// Sets room for one VM aside on a host, whether it is free by now or not: others that come later
  /// in this trial do not get it.
  public void reserve(VmRequest request, HostId host) {
    requireOpen();
    HostSlot slot = fleet.find(host);
    if (slot != null) {
      fleet.take(slot, null, request.need(), 1);
      taken.add(new Taken(slot, null, request.need()));
    }
  }

  /// Why a VM has no host, or how the hosts look to it if it has one.
  public Explanation explain(VmRequest request) {
    requireOpen();
    JobSlot job = job(request);
    return new Explainer(fleet.hosts(), fleet.candidates(request, job, at)).explain(at);
  }

  /// Whether a host would hold a VM if `freed` were given back on it. All rules and constraints
  /// must hold as things are.
  public boolean wouldHold(VmRequest request, HostId host, Resources freed) {
    requireOpen();
    HostSlot slot = fleet.find(host);
    if (slot == null) {
      return false;
    }
    Candidates candidates = fleet.candidates(request, job(request), at);
    Ranking ranking = candidates.ranking;
    int leaf = ranking.grouping.leafOf(slot.position);
    return ranking.isEligible(leaf)
        && ranking.rules().cost(slot) != Rule.BLOCKED
        && candidates.groupCost(ranking.grouping.groupOf(leaf)) != Rule.BLOCKED
        && slot.wouldHold(request.need(), freed);
  }

  /// VMs of a job that might leave a host.
  public record Leaving(JobId job, Resources amount) {}

  /// Whether a host would hold a VM if others had left it, by all rules as they would be then: the
  /// VM may have to be near one of those.
  public boolean wouldHoldWithout(VmRequest request, HostId host, List<Leaving> leaving) {
    requireOpen();
    HostSlot slot = fleet.find(host);
    if (slot == null) {
      return false;
    }
    leaving.forEach(one -> fleet.take(slot, fleet.findJob(one.job()), one.amount(), -1));
    boolean holds = wouldHold(request, host, Resources.NONE);
    leaving.forEach(one -> fleet.take(slot, fleet.findJob(one.job()), one.amount(), 1));
    return holds;
  }

  @Override
  public void close() {
    if (open) {
      giveAllBack();
      unknownJobs.forEach(fleet::forget);
      open = false;
      fleet.close(this);
    }
  }

  private @Nullable HostSlot take(VmRequest request, @Nullable HostId avoid) {
    requireOpen();
    JobSlot job = job(request);
    Candidates candidates = fleet.candidates(request, job, at);
    int position = candidates.pick(avoid == null ? null : fleet.find(avoid));
    if (position == Candidates.NONE) {
      return null;
    }
    HostSlot host = fleet.hosts().at(position);
    if (job != null) {
      host.expect(job, at, request.lifetime(), 1);
    }
    fleet.take(host, job, request.need(), 1);
    taken.add(new Taken(host, job, request.need()));
    return host;
  }

  private void giveAllBack() {
    while (!taken.isEmpty()) {
      Taken last = taken.removeLast();
      if (last.job != null) {
        last.host.expectNoMore(last.job, at, 1);
      }
      fleet.take(last.host, last.job, last.need, -1);
    }
  }

  private @Nullable JobSlot job(VmRequest request) {
    if (request.job() == null) {
      return null;
    }
    JobSlot known = fleet.findJob(request.job());
    if (known == null) {
      known = fleet.addUnknown(request.job(), request.namespace());
      unknownJobs.add(known);
    }
    return known;
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the trial is closed");
    }
  }
}

package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.log.CellEvent.VmsPending;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.core.placement.BestFit;
import dev.skiff.core.placement.Fleet;
import dev.skiff.core.placement.VmRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/// Goes over the VMs that wait, in their order, and gives hosts to those that fit. What does not
/// fit now stays, with the reason; what comes later in the queue and fits is placed all the same.
final class PlacementPass {
  /// A reason of so many characters takes about as many bytes as an event with a host, in whatever
  /// script.
  private static final int CHARACTERS_PER_UNIT = 50;

  private final CellRules rules;

  PlacementPass(CellRules rules) {
    this.rules = rules;
  }

  List<CellEvent> run(CellState state, long at) {
    Fleet fleet = new Fleet(state.hosts());
    List<CellEvent> events = new ArrayList<>();
    int left = rules.placeMost();
    for (PendingQueue.Place place : state.pending.jobs()) {
      if (left <= 0) {
        break;
      }
      left -= placeJob(state, fleet, place, left, at, events);
    }
    return events;
  }

  /// @return what it cost: 1 for each VM placed, more for a reason, in units of an event with a
  ///   host
  private static int placeJob(
      CellState state,
      Fleet fleet,
      PendingQueue.Place place,
      int most,
      long at,
      List<CellEvent> events) {
    Job job = state.requireJob(place.job()).job;
    NavigableSet<Integer> waiting = state.pending.indices(place);
    BestFit fit = fleet.fit(new VmRequest(job.spec().vm().resources(), job.spec().constraints()));
    Runs runs = new Runs(job, events);
    int done = 0;
    for (int index : waiting) {
      if (done >= most) {
        break;
      }
      Vm vm = state.requireVm(new VmId(job.id(), index));
      if (vm.notBefore() > at) {
        continue;
      }
      HostId host = fit.take(vm.avoid());
      if (host != null) {
        runs.assigned(index, vm.incarnation() + 1, host);
        done++;
      } else {
        String reason = fit.explanation();
        if (reason.equals(vm.reason())) {
          // The rest of the job got the same answer when it was last tried, or gets it when its
          // turn comes.
          continue;
        }
        runs.pending(index, reason);
        done += 1 + reason.length() / CHARACTERS_PER_UNIT;
      }
    }
    runs.close();
    return done;
  }

  /// Joins neighbours with the same fate into one event.
  private static final class Runs {
    private final Job job;
    private final List<CellEvent> events;
    private int first;
    private int count;
    private int incarnation;
    private @Nullable HostId host;
    private @Nullable String reason;

    Runs(Job job, List<CellEvent> events) {
      this.job = job;
      this.events = events;
    }

    void assigned(int index, int newIncarnation, HostId newHost) {
      if (count == 0
          || index != first + count
          || newIncarnation != incarnation
          || !newHost.equals(host)) {
        close();
        first = index;
        incarnation = newIncarnation;
        host = newHost;
      }
      count++;
    }

    void pending(int index, String newReason) {
      if (count == 0 || index != first + count || !newReason.equals(reason)) {
        close();
        first = index;
        reason = newReason;
      }
      count++;
    }

    void close() {
      if (count > 0 && host != null) {
        events.add(new VmsAssigned(job.id(), first, count, incarnation, host));
      } else if (count > 0 && reason != null) {
        events.add(new VmsPending(job.id(), first, count, reason));
      }
      count = 0;
      host = null;
      reason = null;
    }
  }
}

package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The least that a host must be for a cell's machine to have somebody to talk to: it does what it
/// is ordered, or fails to, and says so.
final class SimulatedHost {
  /// A VM here, as far as it has come.
  private static final class Guest {
    final Resources resources;
    boolean accepted;
    boolean running;
    boolean told;
    VmHold hold = VmHold.NONE;
    VmHold wanted = VmHold.NONE;

    Guest(Resources resources) {
      this.resources = resources;
    }
  }

  final HostId id;
  private final Random random;
  private final Set<HostEntry.GhostKey> everStarted = new HashSet<>();
  private final Map<HostEntry.GhostKey, Guest> guests = new TreeMap<>();
  private final List<FinishedVm> finished = new ArrayList<>();
  private final List<Report> answers = new ArrayList<>();
  HostFacts facts;
  String journal;
  long session;
  boolean up;

  SimulatedHost(HostId id, HostFacts facts, Random random) {
    this.id = id;
    this.facts = facts;
    this.journal = "journal-of-" + id;
    this.random = random;
  }

  /// The agent starts, again or for the first time.
  Report.Joined start() {
    session++;
    up = true;
    answers.clear();
    List<RunningVm> running = new ArrayList<>();
    guests.forEach((key, guest) -> {
      if (guest.accepted || guest.running) {
        running.add(new RunningVm(key.vm(), key.incarnation(), guest.resources, guest.hold));
      }
    });
    guests.values().removeIf(guest -> !guest.accepted && !guest.running);
    Report.Joined joined = new Report.Joined(journal, facts, running, List.copyOf(finished));
    finished.clear();
    return joined;
  }

  /// The machine loses its power.
  void crash() {
    up = false;
    guests.clear();
  }

  /// The machine is set up anew.
  void wipe() {
    crash();
    finished.clear();
    everStarted.clear();
    journal += "'";
  }

  void take(OrderBatch batch) {
    if (!up || batch.session() != session) {
      return;
    }
    for (Order order : batch.orders()) {
      switch (order) {
        case Order.Start start -> {
          for (int i = start.first(); i < start.first() + start.count(); i++) {
            HostEntry.GhostKey key =
                new HostEntry.GhostKey(new VmId(start.job(), i), start.incarnation());
            if (everStarted.add(key)) {
              guests.put(key, new Guest(start.spec().resources()));
            }
          }
        }
        case Order.Stop stop -> tellToEnd(stop);
        case Order.Kill kill -> tellToEnd(kill);
        case Order.Pause pause -> want(pause, VmHold.PAUSED);
        case Order.Suspend suspend -> want(suspend, VmHold.SUSPENDED);
        case Order.Resume resume -> want(resume, VmHold.NONE);
        case Order.Forget _ -> {}
      }
    }
  }

  private void tellToEnd(Order.OfVm order) {
    HostEntry.GhostKey key = key(order);
    Guest guest = guests.get(key);
    if (guest != null) {
      guest.told = true;
    } else {
      everStarted.add(key);
      answers.add(
          new Report.VmEnded(
              key.vm(), key.incarnation(), ExitStatus.failed("not-here", "it is not here", 0)));
    }
  }

  private void want(Order.OfVm order, VmHold hold) {
    Guest guest = guests.get(key(order));
    if (guest != null) {
      guest.wanted = hold;
    }
  }

  private static HostEntry.GhostKey key(Order.OfVm order) {
    return new HostEntry.GhostKey(order.vm(), order.incarnation());
  }

  /// Something happens here.
  ///
  /// @return what the agent says of it; null when there is no agent, or nothing to say
  @Nullable Report happen(long now) {
    if (up && !answers.isEmpty()) {
      return answers.removeFirst();
    }
    if (guests.isEmpty()) {
      return null;
    }
    List<HostEntry.GhostKey> keys = List.copyOf(guests.keySet());
    HostEntry.GhostKey key = keys.get(random.nextInt(keys.size()));
    Guest guest = guests.get(key);
    if (guest == null) {
      return null;
    }
    if (!up) {
      if (guest.running && random.nextInt(4) == 0) {
        finished.add(new FinishedVm(key.vm(), key.incarnation(), exit(now)));
        guests.remove(key);
      }
      return null;
    }
    if (guest.told || random.nextInt(guest.hold == VmHold.NONE ? 12 : 4) == 0) {
      guests.remove(key);
      return guest.accepted || random.nextInt(3) > 0
          ? new Report.VmEnded(key.vm(), key.incarnation(), exit(now))
          : new Report.VmRefused(key.vm(), key.incarnation(), "no-room", "no room");
    }
    if (!guest.running) {
      return begin(key, guest, now);
    }
    return guest.hold == guest.wanted ? null : change(key, guest);
  }

  private Report begin(HostEntry.GhostKey key, Guest guest, long now) {
    if (!guest.accepted && random.nextBoolean()) {
      guest.accepted = true;
      return new Report.VmsAccepted(key.vm().job(), key.vm().index(), 1, key.incarnation(), now);
    }
    if (random.nextInt(10) == 0) {
      guests.remove(key);
      return new Report.VmRefused(key.vm(), key.incarnation(), "no-room", "no room");
    }
    guest.running = true;
    return new Report.VmsStarted(
        key.vm().job(),
        key.vm().index(),
        1,
        key.incarnation(),
        new StartPhases(now, now, now, now));
  }

  private Report change(HostEntry.GhostKey key, Guest guest) {
    if (random.nextInt(6) == 0) {
      guest.wanted = guest.hold;
      return new Report.VmUnchanged(key.vm(), key.incarnation(), "not-supported", "cannot");
    }
    guest.hold = guest.wanted;
    return switch (guest.hold) {
      case NONE -> new Report.VmResumed(key.vm(), key.incarnation());
      case PAUSED -> new Report.VmPaused(key.vm(), key.incarnation());
      case SUSPENDED -> new Report.VmSuspended(key.vm(), key.incarnation());
    };
  }

  private ExitStatus exit(long now) {
    return switch (random.nextInt(6)) {
      case 0, 1, 2, 3 -> new ExitStatus(0, 0, false, null, null, now);
      case 4 -> new ExitStatus(1, 0, false, null, null, now);
      default -> ExitStatus.failed("vmm-died", "its VMM died", now);
    };
  }
}

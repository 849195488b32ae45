package dev.skiff.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.VmHold;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Plays the cell, the driver and the link around one core, at random, and checks after every step
/// what must always hold: the host is never over its capacity, no incarnation is booted twice, no
/// VM runs twice at a time, and every run that was accepted is told to be over exactly once by the
/// reports that arrive (an end that was repeated on demand is the same end).
final class RandomHostLife {
  private static final int VMS = 8;
  private static final int MEMORY = 5;

  private final Random random;
  private final CoreFixture host;
  private final Map<VmRun, Resources> alive = new HashMap<>();
  private final Set<VmRun> booting = new HashSet<>();
  private final Set<VmRun> mustDie = new HashSet<>();
  private final Set<VmRun> booted = new HashSet<>();
  private final Set<VmRun> accepted = new HashSet<>();
  private final Map<VmRun, ExitStatus> told = new HashMap<>();
  private final Deque<List<Report>> unsent = new ArrayDeque<>();
  private final List<OrderBatch> written = new ArrayList<>();
  private final Set<VmRun> heardOver = new HashSet<>();
  private final Map<VmId, Long> orderedAt = new HashMap<>();
  private final Map<VmId, Integer> placed = new HashMap<>();
  private final Set<VmRun> needNotBeTold = new HashSet<>();
  private final Set<VmId> forgotten = new HashSet<>();
  private final Set<VmRun> exclusive = new HashSet<>();
  private final Map<VmRun, VmHold> holds = new TreeMap<>();
  private final Deque<Long> unanswered = new ArrayDeque<>();
  private long leaseEndsAt;
  private long beats;
  private int held;
  private long logOffset;
  private int refusals;
  private int joins;

  RandomHostLife(long seed) {
    random = new Random(seed);
    host = new CoreFixture(new AgentLimits(3, 200_000_000, MEMORY, 30_000_000));
    carryOut(host.handle(new AgentInput.Recovered(List.of(), 0)));
    carryOut(host.handle(new AgentInput.SessionOpened(1)));
  }

  int boots() {
    return booted.size();
  }

  int refusals() {
    return refusals;
  }

  int holds() {
    return held;
  }

  int exclusives() {
    return exclusive.size();
  }

  int joins() {
    return joins;
  }

  void step() {
    int passed = random.nextInt(1, 2_000_000);
    host.now += passed;
    host.uptime += passed;
    int dice = random.nextInt(140);
    if (dice < 40) {
      write(order());
    } else if (dice < 48) {
      readAgain();
    } else if (dice < 65) {
      finishABoot();
    } else if (dice < 80) {
      endAVm();
    } else if (dice < 95) {
      deliver();
    } else if (dice >= 100) {
      beatOrHold();
    } else if (dice < 97) {
      carryOut(host.handle(new AgentInput.Tick()));
    } else if (dice < 99) {
      carryOut(host.handle(new AgentInput.HeartbeatDelivered()));
    } else {
      host.now += random.nextInt(40_000_000);
      carryOut(random.nextBoolean() ? host.order(++logOffset) : lose());
    }
    check();
  }

  /// Lets everything come to its end, and checks that every end was told.
  void drain() {
    for (RunSnapshot run : host.core.runs()) {
      write(new Order.Kill(run.run().vm(), run.run().incarnation()));
    }
    while (!alive.isEmpty() || !booting.isEmpty() || !unsent.isEmpty()) {
      if (!booting.isEmpty()) {
        finishABoot();
      } else if (!alive.isEmpty()) {
        endAVm();
      } else {
        deliver();
      }
      check();
    }
    Set<VmRun> missing = new HashSet<>(accepted);
    missing.removeAll(needNotBeTold);
    missing.removeAll(told.keySet());
    assertThat(missing).as("accepted and never told to be over").isEmpty();
  }

  /// What a sane cell could order. An insane order of orders comes from [#readAgain].
  private Order order() {
    VmId vm = new VmId(CoreFixture.VM.job(), random.nextInt(VMS));
    int current = placed.getOrDefault(vm, 0);
    if (current == 0 || forgotten.remove(vm)) {
      return place(vm, current + 1);
    }
    return switch (random.nextInt(11)) {
      case 8 -> new Order.Pause(vm, current);
      case 9 -> new Order.Resume(vm, current);
      case 10 -> new Order.Suspend(vm, current);
      case 0 -> new Order.Stop(vm, current, random.nextInt(3) * 1_000L);
      case 1 -> new Order.Kill(vm, random.nextInt(Math.max(1, current - 1), current + 1));
      case 2 -> {
        forgotten.add(vm);
        // The cell counts it as over: it need not be told.
        needNotBeTold.add(new VmRun(vm, current));
        yield new Order.Forget(vm, current);
      }
      // A new owner orders what the host may have heard of already.
      case 3, 4 -> {
        boolean over = heardOver.contains(new VmRun(vm, current));
        boolean longAgo = logOffset - orderedAt.getOrDefault(vm, 0L) >= MEMORY;
        yield place(vm, over || longAgo ? current + 1 : current);
      }
      default -> place(vm, current + 1);
    };
  }

  private Order place(VmId vm, int incarnation) {
    placed.put(vm, incarnation);
    orderedAt.put(vm, logOffset);
    Resources wanted = new Resources(random.nextInt(1, 5) * 100L, 64, 64, 1);
    return new Order.Start(
        vm.job(), vm.index(), 1, incarnation, random.nextInt(4) == 0, CoreFixture.spec(wanted));
  }

  private void write(Order order) {
    logOffset++;
    OrderBatch batch =
        OrderBatch.of(CoreFixture.HOST, host.core.session(), logOffset, List.of(order));
    written.add(batch);
    carryOut(host.handle(new AgentInput.OrdersRead(batch)));
  }

  private void readAgain() {
    if (!written.isEmpty()) {
      int recent = Math.max(0, written.size() - 30);
      OrderBatch batch = written.get(random.nextInt(recent, written.size()));
      carryOut(host.handle(new AgentInput.OrdersRead(batch)));
    }
  }

  /// Sends a heartbeat, answers one, or lets a hold be done. The clock may be set meanwhile.
  private void beatOrHold() {
    switch (random.nextInt(4)) {
      case 0 -> {
        host.now = Math.max(1_000_000, host.now - random.nextInt(3) * 100_000L);
        unanswered.add(++beats);
        carryOut(host.handle(new AgentInput.HeartbeatSent(beats, host.uptime)));
      }
      case 1, 2 -> {
        Long beat = unanswered.pollLast();
        if (beat != null) {
          carryOut(host.lease(beat, 10_000));
        }
      }
      default -> finishAHold();
    }
  }

  private void finishAHold() {
    if (holds.isEmpty()) {
      return;
    }
    VmRun run = holds.keySet().iterator().next();
    VmHold hold = Objects.requireNonNull(holds.remove(run));
    if (!alive.containsKey(run) || booting.contains(run)) {
      return;
    }
    held++;
    carryOut(
        host.handle(
            hold == VmHold.SUSPENDED
                ? new AgentInput.Unchanged(run, hold, "not-supported", "in a test")
                : new AgentInput.Held(run, hold)));
  }

  private void finishABoot() {
    for (VmRun run : booting.stream().sorted().limit(1).toList()) {
      booting.remove(run);
      if (mustDie.contains(run) || random.nextInt(5) == 0) {
        end(run);
      } else {
        carryOut(host.handle(new AgentInput.Started(run, CoreFixture.PHASES)));
      }
    }
  }

  private void endAVm() {
    List<VmRun> running =
        alive.keySet().stream().filter(r -> !booting.contains(r)).sorted().toList();
    if (!running.isEmpty()) {
      end(running.get(random.nextInt(running.size())));
    }
  }

  private void end(VmRun run) {
    alive.remove(run);
    ExitStatus exit = new ExitStatus(random.nextInt(3), 0, false, null, null, host.now);
    carryOut(host.handle(new AgentInput.Ended(run, exit)));
  }

  private void deliver() {
    List<Report> reports = unsent.poll();
    if (reports != null) {
      reports.forEach(this::hear);
      carryOut(host.handle(new AgentInput.Delivered(reports)));
    }
  }

  private AgentStep lose() {
    return host.handle(new AgentInput.JoinAgain("a test"));
  }

  private void hear(Report report) {
    switch (report) {
      case Report.VmEnded end -> hearEnd(new VmRun(end.vm(), end.incarnation()), end.exit());
      case Report.Joined joined -> {
        for (FinishedVm vm : joined.finished()) {
          hearEnd(new VmRun(vm.vm(), vm.incarnation()), vm.exit());
        }
      }
      case Report.VmRefused refused -> {
        refusals++;
        VmRun run = new VmRun(refused.vm(), refused.incarnation());
        heardOver.add(run);
        if (!told.containsKey(run) && !needNotBeTold.contains(run)) {
          assertThat(booted).as("refused, and yet it was started").doesNotContain(run);
        }
      }
      case Report.VmsAccepted _,
          Report.VmsStarted _,
          Report.VmPaused _,
          Report.VmSuspended _,
          Report.VmResumed _,
          Report.VmUnchanged _,
          Report.FactsChanged _ -> {}
    }
  }

  private void hearEnd(VmRun run, ExitStatus exit) {
    heardOver.add(run);
    assertThat(alive).as("told over while alive").doesNotContainKey(run);
    if (accepted.contains(run) && !"already-over".equals(exit.failure())) {
      ExitStatus before = told.putIfAbsent(run, exit);
      assertThat(before == null || before.equals(exit) || "unknown-vm".equals(exit.failure()))
          .as("%s ended as %s and as %s", run, before, exit)
          .isTrue();
    }
  }

  private void carryOut(AgentStep step) {
    for (Report report : step.reports()) {
      if (report instanceof Report.VmsAccepted taken) {
        accepted.add(new VmRun(new VmId(taken.job(), taken.first()), taken.incarnation()));
      }
    }
    if (!step.reports().isEmpty()) {
      unsent.add(step.reports());
    }
    for (AgentEffect effect : step.effects()) {
      switch (effect) {
        case AgentEffect.Boot boot -> {
          assertThat(booted.add(boot.run())).as("%s booted once", boot.run()).isTrue();
          alive.put(boot.run(), boot.spec().resources());
          if (boot.exclusive()) {
            assertThat(leaseEndsAt).as("a lease for %s", boot.run()).isGreaterThan(host.uptime);
            exclusive.add(boot.run());
          }
          booting.add(boot.run());
        }
        case AgentEffect.Kill kill -> mustDie.add(kill.run());
        case AgentEffect.Stop stop -> mustDie.add(stop.run());
        case AgentEffect.Expire expire -> {
          assertThat(exclusive).contains(expire.run());
          mustDie.add(expire.run());
        }
        case AgentEffect.Hold hold -> holds.put(hold.run(), hold.hold());
        case AgentEffect.RenewLease renewal -> leaseEndsAt = renewal.endsAt();
        case AgentEffect.Forget forget -> assertThat(alive).doesNotContainKey(forget.run());
        case AgentEffect.MarkReported mark -> assertThat(heardOver).contains(mark.run());
        case AgentEffect.Rejoin _ -> {
          joins++;
          unsent.clear();
          carryOut(host.handle(new AgentInput.SessionOpened(host.core.session() + 1)));
        }
      }
    }
  }

  private void check() {
    Resources sum = alive.values().stream().reduce(Resources.NONE, Resources::plus);
    assertThat(sum.fitsIn(host.core.used())).as("%s counted as %s", sum, host.core.used()).isTrue();
    assertThat(host.core.used().fitsIn(CoreFixture.facts().promisable())).isTrue();
    Set<VmId> distinct = new HashSet<>();
    for (VmRun run : alive.keySet()) {
      assertThat(distinct.add(run.vm())).as("%s runs twice", run.vm()).isTrue();
    }
    if (host.uptime < host.core.tickDueAt()) {
      return;
    }
    carryOut(host.tick());
    assertThat(mustDie)
        .as("what outlives the lease is told to end")
        .containsAll(exclusive.stream().filter(alive::containsKey).toList());
  }
}

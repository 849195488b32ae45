package dev.skiff.loadtests.simulation;

import dev.skiff.agent.core.AgentEffect;
import dev.skiff.agent.core.AgentInput;
import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;
import java.util.List;
import java.util.function.Consumer;

/// The VMs of one host and what is done to them. They go on without the agent, and each exclusive
/// one has a watchdog that ends it with the host's lease.
final class Vmms {
  private final HostId host;
  private final World world;
  private final Physics physics;
  private final HostDisk disk;
  private final MachineClock clock;

  /// Tells the agent, if there is one.
  private final Consumer<AgentInput> agent;

  Vmms(
      HostId host,
      World world,
      Physics physics,
      HostDisk disk,
      MachineClock clock,
      Consumer<AgentInput> agent) {
    this.host = host;
    this.world = world;
    this.physics = physics;
    this.disk = disk;
    this.clock = clock;
    this.agent = agent;
  }

  /// Nothing is spawned by an agent that has died meanwhile.
  HostedVm prepare(AgentEffect.Boot boot) {
    HostedVm vm = new HostedVm(boot);
    InvariantViolation.require(
        disk.vms.put(vm.run, vm) == null, "%s boots twice on %s", vm.run, host);
    return vm;
  }

  void spawn(HostedVm vm) {
    if (vm.exit != null) {
      return;
    }
    if (vm.exclusive && clock.uptime() >= disk.leaseEndsAt) {
      end(vm, ExitStatus.failed("lease-ended", "before it began", clock.now()));
      return;
    }
    vm.spawned = true;
    world.note("%s: %s runs", host, vm.run);
    physics.spawned(host, vm.run, vm.exclusive);
    if (vm.exclusive) {
      watch(vm);
    }
    if (world.happens(Fault.BOOT_FAILED)) {
      world.after(10_000, () -> end(vm, ExitStatus.failed("boot-timeout", "it hung", clock.now())));
      return;
    }
    world.after(world.between(2_000, 120_000), () -> begin(vm));
  }

  private void begin(HostedVm vm) {
    if (vm.exit != null) {
      return;
    }
    long now = clock.now();
    agent.accept(new AgentInput.Started(vm.run, new StartPhases(vm.orderReceived, now, now, now)));
    if (world.random.nextInt(4) > 0) {
      world.after(world.between(10_000, 1_500_000), () -> endByItself(vm));
    }
  }

  private void endByItself(HostedVm vm) {
    if (vm.hold != VmHold.NONE) {
      vm.endsWhenItGoesOn = true;
    } else if (world.hasFaults() || !vm.spec.image().equals(Specs.SERVICE_IMAGE)) {
      end(vm, exit(world.oneIn(3) ? 1 : 0));
    }
  }

  private void watch(HostedVm vm) {
    if (vm.exit != null) {
      return;
    }
    long left = disk.leaseEndsAt - clock.uptime();
    if (left <= 0) {
      end(vm, ExitStatus.failed("lease-ended", "its host's lease is over", clock.now()));
    } else {
      // A little late, as a process that sleeps is.
      world.after(left + world.between(1_000, 20_000), () -> watch(vm));
    }
  }

  void stop(VmRun run, long graceMillis) {
    long most = Math.clamp(graceMillis * 1_000, 1_000, 300_000);
    world.after(world.between(1_000, most), () -> end(run, exit(143)));
  }

  void kill(VmRun run) {
    world.after(500, () -> end(run, exit(137)));
  }

  void expire(VmRun run) {
    world.after(
        500, () -> end(run, ExitStatus.failed("lease-ended", "its lease is over", clock.now())));
  }

  void hold(VmRun run, VmHold hold) {
    HostedVm vm = disk.vms.get(run);
    if (vm == null || vm.exit != null) {
      return;
    }
    int order = ++vm.holdOrders;
    world.after(
        world.between(500, 12_000),
        () -> {
          if (vm.exit != null || order != vm.holdOrders) {
            return;
          }
          if (world.happens(Fault.HOLD_FAILED)) {
            agent.accept(new AgentInput.Unchanged(run, hold, "not-supported", "not by this VMM"));
            return;
          }
          vm.hold = hold;
          vm.endsWhenItGoesOn |= hold != VmHold.NONE && world.oneIn(3);
          agent.accept(new AgentInput.Held(run, hold));
          if (hold == VmHold.NONE && vm.endsWhenItGoesOn) {
            world.after(1_000, () -> endByItself(vm));
          }
        });
  }

  /// Every VM is gone at once.
  void losePower() {
    for (HostedVm vm : List.copyOf(disk.vms.values())) {
      if (vm.isRunning()) {
        end(vm, ExitStatus.failed("vmm-died", "the host lost power", clock.now()));
      }
    }
  }

  private void end(VmRun run, ExitStatus exit) {
    HostedVm vm = disk.vms.get(run);
    if (vm != null) {
      end(vm, exit);
    }
  }

  private void end(HostedVm vm, ExitStatus exit) {
    if (vm.exit != null) {
      return;
    }
    vm.exit = exit;
    if (vm.spawned) {
      world.note("%s: %s is over", host, vm.run);
      physics.ended(host, vm.run);
    }
    agent.accept(new AgentInput.Ended(vm.run, exit));
  }

  private ExitStatus exit(int code) {
    return new ExitStatus(code, 0, false, null, null, clock.now());
  }
}

package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.NEVER;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// What people may want of a cell, sensible or not.
final class RandomRequests {
  private static final Set<VmStatus> LIVING =
      EnumSet.of(VmStatus.RUNNING, VmStatus.PAUSED, VmStatus.SUSPENDED);

  private static final Set<VmStatus> OVER =
      EnumSet.of(VmStatus.EXITED, VmStatus.FAILED, VmStatus.LOST);

  private static final Set<VmStatus> BROKEN =
      EnumSet.of(VmStatus.FAILED, VmStatus.LOST, VmStatus.CANCELLED);

  private final Random random;
  private int jobs;

  RandomRequests(Random random) {
    this.random = random;
  }

  Request next(CellState state, long now) {
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> submit(now);
      case 3 -> new Request.PlanJob(spec(), NEVER);
      case 4, 5 -> update(state);
      case 6 -> new Request.CancelJob(job(state), NEVER);
      case 7 -> new Request.RemoveJob(job(state), NEVER);
      case 8 -> new Request.StartVm(vm(state), NEVER);
      case 9 -> new Request.StartVm(vm(state, OVER), NEVER);
      case 10 -> new Request.StopVm(vm(state), random.nextInt(2) * 5_000L, NEVER);
      case 11 -> new Request.RemoveVm(vm(state, BROKEN), random.nextBoolean(), NEVER);
      case 12 -> new Request.PauseVm(vm(state, LIVING), NEVER);
      case 13, 16 -> new Request.SuspendVm(vm(state, LIVING), NEVER);
      case 14 -> new Request.ResumeVm(vm(state, LIVING), NEVER);
      case 15 -> new Request.SetQuota(any("default", "other"), quota(), NEVER);
      default -> ofHost();
    };
  }

  private Request ofHost() {
    HostId host = new HostId("h" + random.nextInt(5));
    return switch (random.nextInt(6)) {
      case 0 -> new Request.CordonHost(host, NEVER);
      case 1, 2 -> new Request.UncordonHost(host, NEVER);
      case 3 -> new Request.RemoveHost(host, NEVER);
      default ->
          new Request.DrainHost(
              host,
              random.nextBoolean() ? null : Long.valueOf(random.nextInt(20)),
              random.nextBoolean(),
              random.nextInt(3) == 0,
              NEVER);
    };
  }

  private Request submit(long now) {
    IdempotencyKey key =
        random.nextInt(3) > 0 ? null : new IdempotencyKey("k" + random.nextInt(9), "b");
    return new Request.SubmitJob(
        new JobId("j0-a%05d".formatted(jobs++)),
        spec(),
        random.nextInt(6) == 0,
        random.nextInt(4) > 0,
        key,
        now,
        NEVER);
  }

  private JobSpec spec() {
    Specs specs =
        random.nextInt(3) == 0
            ? Specs.service(1 + random.nextInt(4)).updated(random.nextInt(3), 1 + random.nextInt(2))
            : Specs.of(1 + random.nextInt(4));
    if (!specs.spec().isService()) {
      specs = restrict(specs);
    }
    if (random.nextInt(4) == 0) {
      specs = specs.named("n" + random.nextInt(4));
    }
    if (random.nextInt(5) == 0) {
      specs = specs.exclusive();
    }
    if (random.nextInt(4) == 0) {
      specs = specs.removedAfter((long) random.nextInt(20));
    }
    if (random.nextInt(6) == 0) {
      specs = specs.constrained(List.of(Selector.parse(any("zone=a", "zone=b"))));
    }
    return specs
        .in(any("default", "default", "other"))
        .priority(random.nextInt(3) == 0 ? 10 * random.nextInt(4) : 0)
        .sized(500L * (1 + random.nextInt(4)), 512L * (1 + random.nextInt(4)))
        .spec();
  }

  private Specs restrict(Specs specs) {
    Specs restricted = specs;
    if (random.nextInt(3) == 0) {
      restricted = restricted.atOnce(1 + random.nextInt(2));
    }
    if (random.nextInt(4) == 0) {
      restricted = restricted.failingAtMost(random.nextInt(3));
    }
    if (random.nextInt(5) == 0) {
      restricted = restricted.activeFor(1 + random.nextInt(30));
    }
    if (random.nextBoolean()) {
      RestartPolicy.Mode mode =
          random.nextBoolean() ? RestartPolicy.Mode.ON_FAILURE : RestartPolicy.Mode.ALWAYS;
      restricted = restricted.restarted(new RestartPolicy(mode, 1 + random.nextInt(3)));
    }
    return restricted;
  }

  private Request update(CellState state) {
    JobId id = job(state);
    Job job = state.job(id);
    JobSpec spec = job == null ? spec() : job.spec();
    Specs changed = new Specs(spec);
    changed = random.nextBoolean() ? changed.count(1 + random.nextInt(5)) : changed;
    changed = random.nextBoolean() ? changed.image("skiff/v" + random.nextInt(9)) : changed;
    changed = random.nextInt(4) == 0 ? changed.sized(1_000, 512) : changed;
    Integer generation = job != null && random.nextInt(3) == 0 ? job.generation() : null;
    return new Request.UpdateJob(id, changed.spec(), generation, NEVER);
  }

  private Quota quota() {
    return switch (random.nextInt(3)) {
      case 0 -> Quota.NONE;
      case 1 -> new Quota(new Resources(12_000, 12_000, 9_000, 90), null);
      default -> new Quota(null, new Resources(2_000, 1_000, 0, 0));
    };
  }

  private JobId job(CellState state) {
    List<Job> all = state.jobs();
    return all.isEmpty() || random.nextInt(20) == 0
        ? new JobId("j0-gone")
        : all.get(random.nextInt(all.size())).id();
  }

  private VmId vm(CellState state) {
    JobId job = job(state);
    List<Vm> vms = state.vmsOf(job);
    return vms.isEmpty() ? new VmId(job, 0) : vms.get(random.nextInt(vms.size())).id();
  }

  /// One in a certain status, if there is one and most of the time.
  private VmId vm(CellState state, Set<VmStatus> wanted) {
    List<VmId> some =
        state.jobs().stream()
            .flatMap(job -> state.vmsOf(job.id()).stream())
            .filter(vm -> wanted.contains(vm.status()))
            .map(Vm::id)
            .toList();
    return some.isEmpty() || random.nextInt(4) == 0
        ? vm(state)
        : some.get(random.nextInt(some.size()));
  }

  @SafeVarargs
  private <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}

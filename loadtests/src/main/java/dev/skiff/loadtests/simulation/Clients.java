package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.Vm;
import dev.skiff.core.cell.CellState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// People who submit, change, stop, start, hold, cancel and remove things.
final class Clients {
  private static final long PATIENCE = 3_000_000;
  private static final int VMS = 4;

  private record Known(JobId id, JobSpec spec) {}

  private final World world;
  private final List<SimulatedCell> cells;
  private final Post post;
  private final Specs specs;
  private final List<Known> jobs = new ArrayList<>();
  private int keys;

  Clients(World world, List<SimulatedCell> cells, Post post) {
    this.world = world;
    this.cells = cells;
    this.post = post;
    this.specs = new Specs(world);
    act();
  }

  private void act() {
    if (!world.hasFaults()) {
      return;
    }
    if (jobs.isEmpty() || world.oneIn(2)) {
      submit();
    } else {
      Known job = known();
      send(about(job), job.id());
    }
    world.after(world.between(5_000, 160_000), this::act);
  }

  /// One out of a list of those that are not over, or one that somebody has heard of: it may be
  /// gone, or may never have been.
  private Known known() {
    if (!world.oneIn(4)) {
      CellState state = world.oneOf(cells).reference().state();
      List<Job> active =
          state.jobs().stream().filter(job -> job.status() == JobStatus.ACTIVE).toList();
      if (!active.isEmpty()) {
        Job job = world.oneOf(active);
        return new Known(job.id(), job.spec());
      }
    }
    int back = Math.min(jobs.size(), 1 + world.random.nextInt(30));
    return jobs.get(jobs.size() - back);
  }

  private void submit() {
    IdempotencyKey key = world.oneIn(3) ? null : key();
    new JobOffer(world, cells, post, specs.any(), key, (id, spec) -> jobs.add(new Known(id, spec)))
        .begin();
  }

  /// Now and then one that was used for something else.
  private @Nullable IdempotencyKey key() {
    return keys > 0 && world.oneIn(15)
        ? new IdempotencyKey("k" + (keys - 1), "another body " + jobs.size())
        : new IdempotencyKey("k" + keys++, "body");
  }

  private void send(Request request, JobId about) {
    post.send(cells.get(about.cell().value()), request);
    // Who puts a VM aside comes back to it.
    if (request instanceof Request.PauseVm(VmId vm, long _)) {
      world.after(world.between(20_000, 600_000), () -> goOn(vm));
    } else if (request instanceof Request.SuspendVm(VmId vm, long _)) {
      world.after(world.between(20_000, 600_000), () -> goOn(vm));
    }
  }

  private void goOn(VmId vm) {
    if (world.hasFaults()) {
      long notAfter = world.now() + PATIENCE;
      send(
          switch (world.random.nextInt(6)) {
            case 0 -> new Request.SuspendVm(vm, notAfter);
            case 1 -> new Request.StopVm(vm, 100, notAfter);
            default -> new Request.ResumeVm(vm, notAfter);
          },
          vm.job());
    }
  }

  /// What somebody who looks at a job that is over would do.
  private @Nullable Request onWhatIsSeen(Known known, long notAfter) {
    Job job = state(known).job(known.id());
    if (job == null || job.counts().unfinished() > 0 || world.oneIn(2)) {
      return null;
    }
    if (job.spec().isService()) {
      return new Request.CancelJob(job.id(), notAfter);
    }
    return state(known).vmsOf(job.id()).stream()
        .filter(vm -> vm.exit() != null && !vm.exit().succeeded())
        .findFirst()
        .map(vm -> new Request.RemoveVm(vm.id(), false, notAfter))
        .orElse(null);
  }

  private CellState state(Known job) {
    return cells.get(job.id().cell().value()).reference().state();
  }

  /// One that is there, as people choose from a list; now and then any.
  private VmId vmOf(Known job) {
    List<Vm> there = state(job).vmsOf(job.id());
    return there.isEmpty() || world.oneIn(5)
        ? new VmId(job.id(), world.random.nextInt(VMS))
        : world.oneOf(there).id();
  }

  private Request about(Known job) {
    long notAfter = world.oneIn(30) ? world.now() - 1 : world.now() + PATIENCE;
    Request seen = onWhatIsSeen(job, notAfter);
    if (seen != null) {
      return seen;
    }
    VmId vm = vmOf(job);
    return switch (world.random.nextInt(22)) {
      case 0, 1 -> new Request.StopVm(vm, world.between(0, 300), notAfter);
      case 2 -> new Request.KillVm(vm, notAfter);
      case 3, 4 -> new Request.StartVm(vm, notAfter);
      case 5 -> new Request.RemoveVm(vm, world.random.nextBoolean(), notAfter);
      case 6, 7, 17, 18 -> new Request.PauseVm(vm, notAfter);
      case 8, 12, 13, 15 -> new Request.SuspendVm(vm, notAfter);
      case 14, 16 -> new Request.ResumeVm(vm, notAfter);
      case 9 -> new Request.CancelJob(job.id(), notAfter);
      case 10 -> new Request.RemoveJob(job.id(), notAfter);
      case 11 -> new Request.PlanJob(specs.any(), notAfter);
      default ->
          job.spec().isService()
              ? new Request.UpdateJob(
                  job.id(),
                  specs.changed(job.spec()),
                  world.oneIn(4) ? 1 + world.random.nextInt(2) : null,
                  notAfter)
              : new Request.ResumeVm(vm, notAfter);
    };
  }
}

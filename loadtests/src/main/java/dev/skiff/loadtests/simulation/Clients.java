package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Vm;
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
      // What was asked for lately is more likely to be there still.
      int back = Math.min(jobs.size(), 1 + world.random.nextInt(world.oneIn(4) ? 60 : 12));
      Known job = jobs.get(jobs.size() - back);
      post.send(cells.get(job.id().cell().value()), about(job));
    }
    world.after(world.between(5_000, 160_000), this::act);
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

  /// One that is there, as people choose from a list; now and then any.
  private VmId vmOf(Known job) {
    SimulatedCell cell = cells.get(job.id().cell().value());
    List<Vm> there = cell.reference().state().vmsOf(job.id());
    return there.isEmpty() || world.oneIn(5)
        ? new VmId(job.id(), world.random.nextInt(VMS))
        : world.oneOf(there).id();
  }

  private Request about(Known job) {
    long notAfter = world.oneIn(30) ? world.now() - 1 : world.now() + PATIENCE;
    VmId vm = vmOf(job);
    return switch (world.random.nextInt(20)) {
      case 0, 1 -> new Request.StopVm(vm, world.between(0, 300), notAfter);
      case 2 -> new Request.KillVm(vm, notAfter);
      case 3, 4 -> new Request.StartVm(vm, notAfter);
      case 5 -> new Request.RemoveVm(vm, world.random.nextBoolean(), notAfter);
      case 6, 7 -> new Request.PauseVm(vm, notAfter);
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

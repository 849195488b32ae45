package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// People who submit, stop, start, cancel and remove things, and ask again when they heard nothing.
final class Clients {
  private final World world;
  private final Broker broker;
  private final List<JobId> jobs = new ArrayList<>();
  private int keys;

  Clients(World world, Broker broker) {
    this.world = world;
    this.broker = broker;
    act();
  }

  private void act() {
    if (!world.hasFaults()) {
      return;
    }
    if (jobs.isEmpty() || world.random.nextInt(3) > 0) {
      submit();
    } else {
      write(onSomething(jobs.get(world.random.nextInt(jobs.size()))));
    }
    world.after(world.between(20_000, 300_000), this::act);
  }

  private void submit() {
    JobSpec spec = spec();
    IdempotencyKey key =
        world.random.nextBoolean() ? new IdempotencyKey("k" + keys++, "body") : null;
    write(submission(spec, key));
    if (key != null && world.fault(3)) {
      // The answer did not come: the same again, under another id.
      write(submission(spec, key));
    }
  }

  private Request submission(JobSpec spec, @Nullable IdempotencyKey key) {
    JobId job = JobId.random(new CellId(0), world.random);
    jobs.add(job);
    return new Request.SubmitJob(
        job, spec, world.fault(10), key, world.now(), world.now() + 10_000_000);
  }

  private Request onSomething(JobId job) {
    VmId vm = new VmId(job, world.random.nextInt(3));
    long notAfter = world.now() + 10_000_000;
    return switch (world.random.nextInt(7)) {
      case 0 -> new Request.StopVm(vm, world.between(0, 3_000), notAfter);
      case 1 -> new Request.KillVm(vm, notAfter);
      case 2 -> new Request.StartVm(vm, notAfter);
      case 3 -> new Request.RemoveVm(vm, world.random.nextBoolean(), notAfter);
      case 4 -> new Request.CancelJob(job, notAfter);
      case 5 -> new Request.RemoveJob(job, notAfter);
      default -> new Request.StopVm(vm, 1_000, world.now() - 1);
    };
  }

  private JobSpec spec() {
    RestartPolicy restart =
        switch (world.random.nextInt(3)) {
          case 0 -> RestartPolicy.NEVER;
          case 1 -> new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, 2);
          default -> new RestartPolicy(RestartPolicy.Mode.ALWAYS, 3);
        };
    VmSpec vm =
        new VmSpec(
            "skiff/busybox",
            List.of("true"),
            Map.of(),
            null,
            null,
            false,
            false,
            new Resources(world.between(100, 2_000), world.between(64, 2_000), 10, 1));
    return new JobSpec(
        world.random.nextInt(5) == 0 ? "name" + world.random.nextInt(4) : null,
        "default",
        Map.of(),
        world.random.nextInt(1, 5),
        restart,
        world.random.nextInt(3) == 0 ? world.between(0, 20) : null,
        vm,
        world.random.nextInt(4) == 0 ? List.of(Selector.parse("zone=a")) : List.of(),
        world.random.nextInt(3));
  }

  private void write(Request request) {
    world.after(
        world.between(200, 5_000),
        () -> {
          int offset = broker.requests.add(request, world.now());
          world.note("request %d: %s".formatted(offset, request));
        });
  }
}

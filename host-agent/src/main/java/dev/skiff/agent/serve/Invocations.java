package dev.skiff.agent.serve;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.serve.RefusedAttempt.Reason;
import dev.skiff.agent.vmm.BootPhases;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.Serving;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.invocation.StartKind;
import dev.skiff.contracts.spec.Serve;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// Gives events to the VMs of this host that serve. Safe for concurrent use.
public final class Invocations {
  private final InstantSource clock;
  private final VmDoors doors = new VmDoors();
  private final SlotBook book = new SlotBook();

  public Invocations(InstantSource clock) {
    this.clock = clock;
  }

  /// A VM is being started.
  public void expect(VmRun run) {
    doors.expect(run);
  }

  /// A VM is up.
  public void up(VmRun run, MicroVm vm) {
    if (vm.serving() != null) {
      doors.open(run, vm);
    }
  }

  /// A VM of an earlier agent is up.
  public void found(VmRun run, MicroVm vm) {
    book.found(run);
    up(run, vm);
  }

  /// A VM is over.
  public void over(VmRun run) {
    doors.close(run);
    book.forget(run);
  }

  /// Waits for the VM, and runs an attempt in it.
  ///
  /// @param event a CloudEvent in the JSON format
  /// @throws RefusedAttempt when nothing was run
  /// @throws IllegalArgumentException when the event cannot be read
  public Answer invoke(VmId id, Attempt attempt, byte[] event)
      throws RefusedAttempt, InterruptedException {
    book.greet(attempt);
    VmDoors.Door door = doors.await(id, attempt.patience());
    if (door == null) {
      throw new RefusedAttempt(Reason.NOT_HERE, "VM " + id + " has not come up on this host");
    }
    MicroVm vm = door.vm();
    if (vm == null || vm.exit().isDone()) {
      throw new RefusedAttempt(Reason.OVER, "VM " + id + " is over");
    }
    Serving serving = vm.serving();
    if (serving == null) {
      throw new RefusedAttempt(Reason.NOT_SERVING, "VM " + id + " takes no invocations");
    }
    boolean warm = book.take(attempt, door.run(), serving.how().concurrency());
    boolean answered = false;
    try {
      Answer answer = run(vm, serving, attempt, event, warm);
      answered = true;
      return answer;
    } catch (VmmException e) {
      Reason reason = e.code().equals("exec-refused") ? Reason.SLOTS_BUSY : Reason.NOT_READY;
      throw new RefusedAttempt(reason, String.valueOf(e.getMessage()));
    } finally {
      if (answered) {
        book.answered(door.run());
      } else {
        book.undo(attempt, door.run());
      }
    }
  }

  private Answer run(MicroVm vm, Serving serving, Attempt attempt, byte[] event, boolean warm)
      throws VmmException, InterruptedException {
    long began = now();
    CallResult result;
    try {
      result = call(vm, serving, attempt, event);
    } catch (VmmException e) {
      if (!e.code().equals("exec-unavailable")) {
        throw e;
      }
      // It was asked for, and nobody knows whether it ran.
      result = CallResult.failed(Calls.VM_ENDED, String.valueOf(e.getMessage()));
    }
    BootPhases phases = vm.phases();
    StartKind start =
        warm ? StartKind.WARM : phases.restored() ? StartKind.RESTORED : StartKind.COLD;
    return new Answer(result, start, phases.commandStarted(), began, now());
  }

  private static CallResult call(MicroVm vm, Serving serving, Attempt attempt, byte[] event)
      throws VmmException, InterruptedException {
    Serve how = serving.how();
    return switch (how.protocol()) {
      case STDIO ->
          StdioCall.run(
              vm,
              serving.command(),
              Map.of(
                  "SKIFF_INVOCATION",
                  attempt.invocation().toString(),
                  "SKIFF_ATTEMPT",
                  Integer.toString(attempt.number())),
              event,
              attempt.timeout());
      case HTTP -> {
        var request = EventRequest.of(event, how.port());
        request
            .headers()
            .set("skiff-invocation", attempt.invocation())
            .set("skiff-attempt", attempt.number());
        yield HttpCall.run(vm, how.port(), request, attempt.timeout());
      }
    };
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}

package dev.skiff.dispatcher.app;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.dispatcher.app.FleetApi.VmState;
import dev.skiff.dispatcher.core.AttemptResult;
import dev.skiff.dispatcher.core.AttemptResult.Unknown;
import dev.skiff.dispatcher.core.DispatchEffect;
import dev.skiff.dispatcher.core.DispatchEffect.Ask;
import dev.skiff.dispatcher.core.DispatchEffect.Attempt;
import dev.skiff.dispatcher.core.DispatchEffect.AwaitReady;
import dev.skiff.dispatcher.core.DispatchEffect.Deliver;
import dev.skiff.dispatcher.core.DispatchEffect.StepDown;
import dev.skiff.dispatcher.core.DispatchEffect.Stop;
import dev.skiff.dispatcher.core.DispatchInput;
import dev.skiff.dispatcher.core.ServingVm;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what a partition's machine decides, each thing on a virtual thread of its own, and
/// tells what came of it.
final class Carrier {
  private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);

  /// A VM's state is asked for again and again, each time for so long.
  private static final Duration LOOK = Duration.ofSeconds(30);

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

  /// A VM that finds no host in so long is given up; the function backs off and asks again.
  private static final Duration PLACING = Duration.ofSeconds(60);

  private final int partition;
  private final DispatcherParts parts;
  private final Consumer<DispatchInput> inbox;
  private final long epoch;

  Carrier(int partition, long epoch, DispatcherParts parts, Consumer<DispatchInput> inbox) {
    this.partition = partition;
    this.epoch = epoch;
    this.parts = parts;
    this.inbox = inbox;
  }

  /// The VMs that serve a function, whoever asked for them. Blocks.
  List<ServingVm> find(FunctionId function) throws FleetException, InterruptedException {
    List<ServingVm> found = new ArrayList<>();
    for (VmState vm : parts.fleet().vmsOf(function)) {
      if (vm.host() != null) {
        found.add(parts.fleet().serving(vm, 0));
      }
    }
    return found;
  }

  void carryOut(DispatchEffect effect) {
    switch (effect) {
      case Ask ask -> spawn(() -> ask(ask));
      case AwaitReady(FunctionId function, VmId vm) -> spawn(() -> follow(function, vm));
      case Stop(VmId vm, boolean now) -> spawn(() -> stop(vm, now));
      case Attempt attempt -> spawn(() -> attempt(attempt));
      case Deliver deliver ->
          parts
              .deliveries()
              .deliver(
                  deliver,
                  () ->
                      inbox.accept(
                          new DispatchInput.Delivered(
                              deliver.settled().offset(), deliver.destination())));
      case StepDown _ -> {}
    }
  }

  private void ask(Ask ask) throws InterruptedException {
    String key = "fn-%d-%d-%d".formatted(partition, epoch, ask.ask());
    try {
      JobId job = parts.fleet().submit(ask.spec(), ask.version(), ask.vms(), key);
      for (int index = 0; index < ask.vms(); index++) {
        VmId vm = new VmId(job, index);
        spawn(() -> place(ask, vm));
      }
    } catch (FleetException e) {
      deny(ask, ask.vms(), e.code(), e.detail());
    } catch (RuntimeException e) {
      deny(ask, ask.vms(), "dispatcher-failed", "the dispatcher met a problem: " + e);
    }
  }

  /// Every VM that was asked for is granted or denied: the machine counts on it.
  private void place(Ask ask, VmId id) throws InterruptedException {
    long giveUp = System.nanoTime() + PLACING.toNanos();
    try {
      VmState vm = parts.fleet().get(id);
      while (vm != null && vm.isUnplaced() && System.nanoTime() - giveUp < 0) {
        vm = parts.fleet().await(id, "running", AGAIN_AFTER);
      }
      if (vm != null && vm.host() != null && !vm.isOver()) {
        inbox.accept(
            new DispatchInput.Granted(
                ask.ask(), ask.spec().id(), parts.fleet().serving(vm, now())));
        return;
      }
      stop(id, true);
      deny(
          ask,
          1,
          "no-room",
          "no host had room for a VM within %d s".formatted(PLACING.toSeconds()));
    } catch (FleetException e) {
      deny(ask, 1, e.code(), e.detail());
    } catch (RuntimeException e) {
      deny(ask, 1, "dispatcher-failed", "the dispatcher met a problem: " + e);
    }
  }

  private void deny(Ask ask, int vms, String code, String detail) {
    LOG.info("{}: {} VMs less: {}: {}", ask.spec().id(), vms, code, detail);
    inbox.accept(new DispatchInput.Denied(ask.ask(), ask.spec().id(), vms, code, detail));
  }

  /// Tells when the VM serves, and when it is over.
  private void follow(FunctionId function, VmId id) throws InterruptedException {
    boolean told = false;
    while (!Thread.interrupted()) {
      try {
        VmState vm = parts.fleet().await(id, told ? "finished" : "running", LOOK);
        if (vm == null || vm.isOver()) {
          inbox.accept(new DispatchInput.Gone(function, id, id + " is over"));
          return;
        }
        if (vm.isRunning() && !told) {
          told = true;
          inbox.accept(new DispatchInput.Ready(function, id));
        }
      } catch (FleetException e) {
        LOG.debug("{}: {}", id, e.detail());
        Thread.sleep(AGAIN_AFTER);
      }
    }
  }

  private void stop(VmId vm, boolean now) throws InterruptedException {
    try {
      parts.fleet().stop(vm, now);
    } catch (FleetException e) {
      LOG.info("{}: could not be stopped: {}: {}", vm, e.code(), e.detail());
    }
  }

  private void attempt(Attempt attempt) throws InterruptedException {
    AttemptResult result;
    try {
      result = parts.agents().attempt(partition, epoch, attempt);
    } catch (RuntimeException e) {
      LOG.error("partition {}: attempt at {}", partition, attempt.offset(), e);
      result =
          new Unknown(
              new AttemptResult.Failure(
                  "dispatcher-failed", "the dispatcher met a problem: " + e, true));
    }
    if (!(result instanceof AttemptResult.Ran)) {
      // The host's agent may have moved to another port.
      parts.fleet().forgetAddress(attempt.vm().host());
    }
    inbox.accept(new DispatchInput.Ended(attempt.offset(), attempt.attempt(), result));
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private void spawn(Work work) {
    parts
        .threads()
        .execute(() -> {
          try {
            work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            LOG.error("partition {}: something was not carried out", partition, e);
          }
        });
  }

  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }
}

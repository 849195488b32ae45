package dev.skiff.agent.execution;

import dev.skiff.agent.core.AgentEffect;
import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.image.ImageException;
import dev.skiff.agent.journal.VmNote;
import dev.skiff.agent.vmm.BootPhases;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run from its boot to its end, on a virtual thread of its own. Whatever happens in it ends in
/// one `ended`, unless the agent lets go of the run.
final class RunTask {
  private static final Logger LOG = LoggerFactory.getLogger(RunTask.class);

  private final VmRun run;
  private final Workshop workshop;
  private final Runnable onDone;
  private final HoldTask holds;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread thread;
  private @Nullable MicroVm vm;
  private boolean booting;
  private boolean begun;
  private boolean calledOff;
  private boolean letGo;
  private volatile boolean expired;

  RunTask(VmRun run, Workshop workshop, Runnable onDone) {
    this.run = run;
    this.workshop = workshop;
    this.onDone = onDone;
    this.holds = new HoldTask(run, workshop.events(), this::vm);
  }

  void boot(AgentEffect.Boot order) {
    booting = true;
    start(() -> bootAndWatch(order));
  }

  void adopt(MicroVm found) {
    vm = found;
    start(() -> watch(found));
  }

  private void start(Runnable work) {
    lock.lock();
    try {
      thread = Thread.ofVirtual().name("vm-" + run).start(work);
    } finally {
      lock.unlock();
    }
  }

  /// The VM, once it is up and until it is over.
  @Nullable MicroVm vm() {
    lock.lock();
    try {
      return vm;
    } finally {
      lock.unlock();
    }
  }

  /// Whether its VMM may be coming up right now.
  boolean hasBegun() {
    lock.lock();
    try {
      return booting && begun;
    } finally {
      lock.unlock();
    }
  }

  void hold(VmHold hold) {
    holds.want(hold);
  }

  /// The host's lease is over, and the run with it.
  void expire() {
    expired = true;
    end(Duration.ZERO);
  }

  /// @param grace zero cuts the power
  void end(Duration grace) {
    MicroVm running;
    lock.lock();
    try {
      running = vm;
      if (booting && thread != null) {
        calledOff = true;
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
    if (running == null) {
      return;
    }
    try {
      if (grace.isZero()) {
        running.kill();
      } else {
        running.stop(grace);
      }
    } catch (RuntimeException e) {
      LOG.warn("{}: could not be told to end: {}", run, e.toString());
    }
  }

  /// The agent goes and the VM stays. A boot is given up without a word: the journal has it.
  void letGo() {
    MicroVm running;
    lock.lock();
    try {
      letGo = true;
      running = vm;
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.detach();
    }
  }

  void join(Duration atMost) throws InterruptedException {
    Thread worker = thread;
    if (worker != null) {
      worker.join(atMost);
    }
  }

  private void bootAndWatch(AgentEffect.Boot order) {
    MicroVm started;
    try {
      started = boot(order, accept(order));
    } catch (VmmException
        | ImageException
        | IOException
        | InterruptedException
        | RuntimeException
        | Error e) {
      finish(notStarted(e));
      return;
    }
    tellStarted(order, started.phases());
    watch(started);
  }

  private VmDirectory accept(AgentEffect.Boot order) throws IOException {
    return workshop
        .notes()
        .accept(
            VmNote.accepted(
                run,
                order.spec().image(),
                order.spec().resources(),
                order.orderReceived(),
                workshop.driver().name(),
                order.exclusive()));
  }

  private MicroVm boot(AgentEffect.Boot order, VmDirectory directory)
      throws VmmException, ImageException, IOException, InterruptedException {
    BootSpec spec = workshop.images().prepare(run, order.spec());
    MicroVm started;
    if (workshop.driver().isCheap(spec)) {
      started = beginAndBoot(order, directory, spec);
    } else {
      workshop.bootPermits().acquire();
      try {
        started = beginAndBoot(order, directory, spec);
      } finally {
        workshop.bootPermits().release();
      }
    }
    boolean unwanted;
    lock.lock();
    try {
      vm = started;
      booting = false;
      unwanted = calledOff;
    } finally {
      lock.unlock();
    }
    if (unwanted) {
      // The interrupt came when the boot had just succeeded. It must not end the watch.
      Thread.interrupted();
      started.kill();
    }
    return started;
  }

  private MicroVm beginAndBoot(AgentEffect.Boot order, VmDirectory directory, BootSpec spec)
      throws VmmException, IOException, InterruptedException {
    begin();
    if (!order.exclusive()) {
      return workshop.driver().boot(directory, spec);
    }
    workshop.lease().write();
    return workshop.driver().boot(directory, spec.withLease(workshop.lease().path()));
  }

  private void begin() throws IOException, InterruptedException {
    lock.lock();
    try {
      if (letGo || calledOff) {
        throw new InterruptedException();
      }
      begun = true;
    } finally {
      lock.unlock();
    }
    workshop.notes().begin(run);
  }

  private ExitStatus notStarted(Throwable problem) {
    boolean wanted;
    lock.lock();
    try {
      booting = false;
      wanted = !calledOff;
    } finally {
      lock.unlock();
    }
    // Whoever writes the note next must not find the thread interrupted.
    boolean interrupted = Thread.interrupted() || problem instanceof InterruptedException;
    if (!wanted) {
      return ExitStatus.failed("killed", "called off while it was being started", workshop.now());
    }
    if (interrupted) {
      return ExitStatus.failed(
          "agent-restarted", "the agent ended while it was being started", workshop.now());
    }
    if (problem instanceof RuntimeException || problem instanceof Error) {
      LOG.error("{}: not started", run, problem);
    } else {
      LOG.info("{}: not started: {}", run, problem.getMessage());
    }
    return Failures.of(problem, workshop.now());
  }

  private void tellStarted(AgentEffect.Boot order, BootPhases phases) {
    try {
      workshop
          .events()
          .started(
              run,
              new StartPhases(
                  order.orderReceived(),
                  phases.vmmStarted(),
                  phases.guestReady(),
                  phases.commandStarted()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(MicroVm running) {
    try {
      finish(Failures.of(running.exit().get()));
    } catch (InterruptedException e) {
      onDone.run();
    } catch (ExecutionException e) {
      finish(Failures.of(e, workshop.now()));
    }
  }

  private void finish(ExitStatus how) {
    ExitStatus exit = expired ? Failures.leaseEnded(how) : how;
    onDone.run();
    lock.lock();
    try {
      vm = null;
      if (letGo) {
        return;
      }
    } finally {
      lock.unlock();
    }
    try {
      workshop.notes().end(run, exit);
    } catch (IOException e) {
      LOG.warn("{}: its end could not be noted: {}", run, e.getMessage());
    }
    try {
      workshop.images().release(run);
    } catch (ImageException e) {
      LOG.warn("{}: its image could not be released: {}", run, e.getMessage());
    }
    try {
      workshop.events().ended(run, exit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

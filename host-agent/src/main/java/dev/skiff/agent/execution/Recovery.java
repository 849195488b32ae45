package dev.skiff.agent.execution;

import dev.skiff.agent.core.FoundVm;
import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.journal.VmNote;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.simulated.SimulatedDriver;
import dev.skiff.contracts.report.ExitStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks through the VM directories when an agent starts: takes over what runs, learns how the rest
/// ended, and clears away what belongs to nothing.
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /// Adopting a VM waits for its guest; a host with many must not wait for one after the other.
  private static final int AT_ONCE = 16;

  private final Workshop workshop;

  public Recovery(Workshop workshop) {
    this.workshop = workshop;
  }

  /// What was found, ends first and in their order.
  ///
  /// @param adopted the VMs that run
  public record Found(List<FoundVm> vms, Map<VmRun, MicroVm> adopted) {}

  public Found run() throws IOException, InterruptedException {
    Map<VmRun, MicroVm> adopted = new TreeMap<>();
    List<FoundVm> vms = new ArrayList<>();
    try (ExecutorService workers =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("adopt-", 0).factory())) {
      List<Future<Optional<OneFound>>> all = new ArrayList<>();
      for (VmDirectory directory : workshop.notes().directories()) {
        all.add(workers.submit(() -> look(directory)));
      }
      for (Future<Optional<OneFound>> one : all) {
        one.get()
            .ifPresent(found -> {
              vms.add(found.vm());
              if (found.adopted() != null) {
                adopted.put(found.vm().run(), found.adopted());
              }
            });
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
    vms.sort(Comparator.comparingLong(Recovery::endedAt).thenComparing(FoundVm::run));
    return new Found(List.copyOf(vms), Map.copyOf(adopted));
  }

  private static long endedAt(FoundVm vm) {
    return switch (vm) {
      case FoundVm.Over over -> over.exit().at();
      case FoundVm.Running _, FoundVm.NeverStarted _ -> Long.MAX_VALUE;
    };
  }

  private record OneFound(FoundVm vm, @org.jspecify.annotations.Nullable MicroVm adopted) {}

  private Optional<OneFound> look(VmDirectory directory) throws IOException, InterruptedException {
    Optional<VmNote> read = workshop.notes().read(directory);
    if (read.isEmpty() || !directory.equals(workshop.notes().directory(read.get().run()))) {
      LOG.warn("{}: belongs to no VM that this agent knows; it is removed", directory.path());
      VmDirectories.remove(directory);
      return Optional.empty();
    }
    VmNote note = read.get();
    if (note.exit() != null) {
      return Optional.of(new OneFound(over(note, note.exit()), null));
    }
    if (!note.begun()) {
      VmDirectories.remove(directory);
      return Optional.of(new OneFound(new FoundVm.NeverStarted(note.run()), null));
    }
    return Optional.of(adopt(directory, note));
  }

  private OneFound adopt(VmDirectory directory, VmNote note)
      throws IOException, InterruptedException {
    Optional<ExitStatus> problem = Optional.empty();
    if (simulated(note.driver()) == simulated(workshop.driver().name())) {
      try {
        Optional<MicroVm> vm = workshop.driver().adopt(directory);
        if (vm.isPresent()) {
          FoundVm running =
              new FoundVm.Running(
                  note.run(),
                  note.resources(),
                  note.image(),
                  note.orderReceived(),
                  note.exclusive(),
                  vm.get().hold());
          return new OneFound(running, vm.get());
        }
      } catch (VmmException | RuntimeException e) {
        LOG.warn("{}: could not be adopted, so it is ended", note.run(), e);
        problem =
            Optional.of(
                ExitStatus.failed(
                    "adoption-failed",
                    "the agent was restarted and could not take the VM over: " + e.getMessage(),
                    workshop.now()));
      }
    }
    VmDirectories.killVmm(directory);
    ExitStatus exit =
        problem
            .or(() -> VmDirectories.exit(directory).map(Failures::of))
            .orElseGet(() ->
                ExitStatus.failed(
                    "vmm-died",
                    "the VM was gone when the agent came back, and left no word",
                    workshop.now()));
    workshop.notes().end(note.run(), exit);
    return new OneFound(over(note, exit), null);
  }

  private static boolean simulated(String driver) {
    return driver.equals(SimulatedDriver.NAME);
  }

  private static FoundVm.Over over(VmNote note, ExitStatus exit) {
    return new FoundVm.Over(
        note.run(), note.resources(), note.image(), note.orderReceived(), exit, note.reported());
  }
}

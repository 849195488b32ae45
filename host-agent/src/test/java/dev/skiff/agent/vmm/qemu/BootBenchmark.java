package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.BootPhases;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Boots VMs one after the other and prints where the time goes; a program, not a test. Run it with
/// the test class path: `BootBenchmark [boots]`.
public final class BootBenchmark {
  private BootBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int boots = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 11;
    List<Long> ready = new ArrayList<>();
    List<Long> started = new ArrayList<>();
    List<Long> gone = new ArrayList<>();
    Path folder = Files.createTempDirectory("skiff-boot-benchmark");
    try (MicroVmHost host = new MicroVmHost(folder)) {
      MicroVmHost.Agent agent = host.agent();
      for (int i = 0; i < boots; i++) {
        MicroVm vm = agent.driver.boot(host.directory(), host.shell("exit 0"));
        BootPhases phases = vm.phases();
        ready.add(phases.guestReady() - phases.vmmStarted());
        started.add(phases.commandStarted() - phases.vmmStarted());
        VmExit exit = vm.exit().get(60, TimeUnit.SECONDS);
        gone.add(System.currentTimeMillis() * 1_000 - exit.at());
      }
    } finally {
      VmDirectories.remove(new VmDirectory(folder));
    }
    print("spawn to guest ready", ready);
    print("spawn to command started", started);
    print("exit heard to QEMU gone", gone);
  }

  private static void print(String what, List<Long> micros) {
    List<Long> sorted = micros.stream().sorted().toList();
    System.out.printf(
        "%-26s median %6.1f ms, min %6.1f, max %6.1f (n=%d)%n",
        what,
        sorted.get(sorted.size() / 2) / 1e3,
        sorted.getFirst() / 1e3,
        sorted.getLast() / 1e3,
        sorted.size());
  }
}

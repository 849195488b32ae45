package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.LeaseWatchdog;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.ProbeVerdict;
import dev.skiff.agent.vmm.VmmDriver;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.kernel.GuestAssets;
import dev.skiff.agent.vmm.qemu.QemuCommand.Accelerator;
import dev.skiff.agent.vmm.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// QEMU and the guest's files on this host: probes accelerators and makes drivers.
public final class QemuHost {
  private static final Duration KVM_DEADLINE = Duration.ofSeconds(3);

  private final QemuProgram program;
  private final GuestAssets assets;
  private final Path scratch;
  private final ProbeMemory memory;
  private final Duration bootDeadline;
  private final Path snapshots;
  private final long snapshotBytes;

  /// Without snapshots.
  ///
  /// @param scratch a folder for the probe and its memory
  /// @param bootDeadline how long one boot may take, also for the TCG probe
  public QemuHost(QemuProgram program, GuestAssets assets, Path scratch, Duration bootDeadline) {
    this(program, assets, scratch, bootDeadline, scratch.resolve("snapshots"), 0);
  }

  /// @param snapshots a folder for machines that are ready
  /// @param snapshotBytes what they may take; 0 is for none
  public QemuHost(
      QemuProgram program,
      GuestAssets assets,
      Path scratch,
      Duration bootDeadline,
      Path snapshots,
      long snapshotBytes) {
    this.snapshots = snapshots;
    this.snapshotBytes = snapshotBytes;
    this.program = program;
    this.assets = assets;
    this.scratch = scratch;
    this.memory = new ProbeMemory(scratch);
    this.bootDeadline = bootDeadline;
  }

  /// Finds out whether an accelerator works: by what an earlier probe found, or by one now.
  ///
  /// @param kvm whether to use KVM; TCG otherwise
  public ProbeVerdict probe(boolean kvm) throws InterruptedException {
    Accelerator accelerator = accelerator(kvm);
    Optional<ProbeVerdict> known = memory.recall(accelerator.driverName(), program.version());
    if (known.isPresent()) {
      return known.get();
    }
    ProbeVerdict verdict =
        QemuProbe.probe(program, accelerator, assets, scratch, kvm ? KVM_DEADLINE : bootDeadline);
    // TCG fails only when the host is too busy or QEMU is broken: that is worth another look.
    if (kvm || verdict.works()) {
      memory.keep(program.version(), verdict);
    }
    return verdict;
  }

  /// Makes a driver, without asking whether it works.
  public VmmDriver driver(boolean kvm, OutputLogs logs, InstantSource clock) throws VmmException {
    return new QemuDriver(
        new QemuLauncher(
            program.path(),
            program.version(),
            accelerator(kvm),
            assets,
            logs,
            clock,
            LeaseWatchdog.install(scratch)),
        bootDeadline,
        SnapshotStore.open(snapshots, snapshotBytes, clock));
  }

  private static Accelerator accelerator(boolean kvm) {
    return kvm ? Accelerator.KVM : Accelerator.TCG;
  }
}

package dev.skiff.agent.vmm.drivers;

import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.ProbeVerdict;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.kernel.GuestAssets;
import dev.skiff.agent.vmm.qemu.QemuHost;
import dev.skiff.agent.vmm.qemu.QemuProgram;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Chooses what VMs run on. Never falls back to a simulation: a host without a VMM is an error.
public final class Drivers {
  public static final String AUTO = "auto";
  public static final String QEMU_KVM = "qemu-kvm";
  public static final String QEMU_TCG = "qemu-tcg";

  private final VmmSettings settings;
  private final OutputLogs logs;
  private final InstantSource clock;

  public Drivers(VmmSettings settings, OutputLogs logs, InstantSource clock) {
    this.settings = settings;
    this.logs = logs;
    this.clock = clock;
  }

  /// The driver of that name, or for `auto` the best that works here.
  ///
  /// @throws VmmException `vmm-missing`, `guest-missing`, `kvm-unusable` or `unknown-driver`
  public DriverChoice byName(String name) throws VmmException, InterruptedException {
    return switch (name) {
      case AUTO -> auto();
      case QEMU_KVM -> kvm();
      case QEMU_TCG ->
          new DriverChoice(host().driver(false, logs, clock), "it was asked for by name");
      default ->
          throw new VmmException(
              "unknown-driver",
              "driver: %s (expected: %s, %s or %s)".formatted(name, AUTO, QEMU_KVM, QEMU_TCG));
    };
  }

  /// KVM where a probe has booted a guest with it, else TCG.
  public DriverChoice auto() throws VmmException, InterruptedException {
    QemuHost host = host();
    ProbeVerdict kvm = host.probe(true);
    return kvm.works()
        ? new DriverChoice(host.driver(true, logs, clock), kvm.reason())
        : new DriverChoice(
            host.driver(false, logs, clock),
            "QEMU without KVM, which is slow: KVM does not work here: " + kvm.reason());
  }

  private DriverChoice kvm() throws VmmException, InterruptedException {
    QemuHost host = host();
    ProbeVerdict verdict = host.probe(true);
    if (!verdict.works()) {
      throw new VmmException("kvm-unusable", "KVM does not work here: " + verdict.reason());
    }
    return new DriverChoice(host.driver(true, logs, clock), verdict.reason());
  }

  /// What every driver says of this host; takes up to a boot's deadline the first time.
  public List<ProbeVerdict> probeAll() throws InterruptedException {
    List<ProbeVerdict> verdicts = new ArrayList<>();
    try {
      QemuHost host = host();
      verdicts.add(host.probe(true));
      verdicts.add(host.probe(false));
    } catch (VmmException e) {
      verdicts.add(new ProbeVerdict(QEMU_KVM, false, e.getMessage()));
      verdicts.add(new ProbeVerdict(QEMU_TCG, false, e.getMessage()));
    }
    return List.copyOf(verdicts);
  }

  private QemuHost host() throws VmmException, InterruptedException {
    QemuProgram program = QemuProgram.find(settings.searchPath());
    Path own = settings.dataFolder().toAbsolutePath().normalize().resolve("vmm");
    GuestAssets assets =
        GuestAssets.locate(settings.guestFolder().toAbsolutePath().normalize(), own);
    return new QemuHost(
        program,
        assets,
        own,
        settings.bootDeadline(),
        settings.dataFolder().toAbsolutePath().normalize().resolve("snapshots"),
        settings.snapshotBytes());
  }
}

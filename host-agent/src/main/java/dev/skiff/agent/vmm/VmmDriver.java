package dev.skiff.agent.vmm;

import java.util.Optional;

/// Starts microVMs with one kind of virtual machine monitor.
///
/// All methods block and are called on virtual threads; a driver is safe for concurrent use. A VM's
/// VMM process outlives this process: what [#boot] started, a later [#adopt] finds again.
public interface VmmDriver {
  /// The driver's name as users see it: `qemu-kvm`, `qemu-tcg` or `simulated`.
  String name();

  /// Boots a microVM and starts its command. Returns when the guest has reported the command
  /// started.
  ///
  /// @throws VmmException with a stable code and a sentence when the VM cannot be started; nothing
  ///   of it is left running then, its directory keeps the console for reading.
  MicroVm boot(VmDirectory directory, BootSpec spec) throws VmmException, InterruptedException;

  /// Whether starting this takes no boot: it goes on from a snapshot that is there or being made.
  default boolean isCheap(BootSpec spec) {
    return false;
  }

  /// How often a VM could not go on from a snapshot since this driver was made.
  default long restoresFailed() {
    return 0;
  }

  /// Takes over the VM that an earlier agent process started in this directory.
  ///
  /// @return empty when its VMM is gone; the directory then tells how the VM ended, if that was
  ///   seen
  Optional<MicroVm> adopt(VmDirectory directory) throws VmmException, InterruptedException;
}

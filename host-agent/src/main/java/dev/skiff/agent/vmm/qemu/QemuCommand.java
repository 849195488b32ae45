package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.kernel.GuestAssets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The command line of one QEMU. Pure.
///
/// QEMU runs in the VM's directory and names its sockets relative to it, since an address holds at
/// most 108 bytes.
///
/// @param binary QEMU's program
/// @param accelerator how the guest's instructions are run
/// @param assets kernel and initramfs
/// @param folder the VM's directory, absolute
/// @param rootfs the image; null for a guest that only says hello
/// @param layer the writable disk; null with a null rootfs
/// @param cpus as the guest sees them
/// @param memoryMib guest memory
/// @param token the guest protocol's secret
/// @param tscKiloHertz the host's time stamp counter for a TCG guest, 0 if unknown
/// @param memory the file that guest memory is; null for memory of QEMU's own
record QemuCommand(
    String binary,
    Accelerator accelerator,
    GuestAssets assets,
    Path folder,
    @Nullable Path rootfs,
    @Nullable Path layer,
    int cpus,
    int memoryMib,
    String token,
    long tscKiloHertz,
    @Nullable MemoryFile memory) {
  static final String GUEST_SOCKET = "guest.sock";
  static final String QMP_SOCKET = "qmp.sock";
  static final String CONSOLE_SOCKET = "console.sock";
  private static final String SANDBOX =
      "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

  /// A file that guest memory is.
  ///
  /// @param copied whether this is a copy (each page when it is written) of a machine that was
  ///   saved, which waits for the rest of it
  record MemoryFile(Path file, boolean copied) {}

  /// With memory of QEMU's own.
  QemuCommand(
      String binary,
      Accelerator accelerator,
      GuestAssets assets,
      Path folder,
      @Nullable Path rootfs,
      @Nullable Path layer,
      int cpus,
      int memoryMib,
      String token,
      long tscKiloHertz) {
    this(
        binary,
        accelerator,
        assets,
        folder,
        rootfs,
        layer,
        cpus,
        memoryMib,
        token,
        tscKiloHertz,
        null);
  }

  static QemuCommand of(
      QemuLauncher launcher,
      VmDirectory directory,
      BootSpec spec,
      Path layer,
      String token,
      @Nullable MemoryFile memory) {
    return new QemuCommand(
        launcher.binary(),
        launcher.accelerator(),
        launcher.assets(),
        directory.path().toAbsolutePath().normalize(),
        spec.rootfs().toAbsolutePath(),
        layer,
        cpus(spec),
        spec.memoryMib(),
        token,
        HostCpu.tscKiloHertz(),
        memory);
  }

  static int cpus(BootSpec spec) {
    return Math.max(1, (spec.milliCpus() + 999) / 1000);
  }

  /// How QEMU runs a guest's instructions.
  enum Accelerator {
    KVM("host"),
    TCG("max");

    private final String cpu;

    Accelerator(String cpu) {
      this.cpu = cpu;
    }

    String driverName() {
      return "qemu-" + name().toLowerCase(Locale.ROOT);
    }
  }

  List<String> arguments() {
    List<String> list = new ArrayList<>();
    list.add(binary);
    add(list, "-name", "guest=" + escape(folder.getFileName().toString()));
    add(list, "-M", memory == null ? "microvm" : "microvm,memory-backend=mem");
    if (memory != null) {
      memory(list, memory);
    }
    add(list, "-accel", accelerator.name().toLowerCase(Locale.ROOT));
    add(list, "-cpu", accelerator.cpu);
    add(list, "-smp", Integer.toString(cpus));
    add(list, "-m", memoryMib + "M");
    list.addAll(List.of("-nodefaults", "-no-user-config", "-no-reboot"));
    add(list, "-display", "none");
    add(list, "-sandbox", SANDBOX);
    add(list, "-pidfile", folder.resolve(VmDirectories.PID_FILE).toString());
    add(list, "-kernel", assets.kernel().toString());
    add(list, "-initrd", assets.initramfs().toString());
    add(list, "-append", kernelCommandLine());
    socket(list, "qmp", QMP_SOCKET);
    add(list, "-mon", "chardev=qmp,mode=control");
    socket(list, "console", CONSOLE_SOCKET);
    add(list, "-serial", "chardev:console");
    if (rootfs != null && layer != null) {
      disk(list, "image", rootfs, "readonly=on");
      // Nothing of it is kept after the VM, so nothing has to reach the platter.
      disk(list, "layer", layer, "cache=unsafe,discard=unmap,werror=enospc");
    }
    socket(list, "guest", GUEST_SOCKET);
    add(list, "-device", "virtio-serial-device");
    add(list, "-device", "virtserialport,chardev=guest,name=skiff");
    return list;
  }

  private void memory(List<String> list, MemoryFile memoryFile) {
    add(
        list,
        "-object",
        "memory-backend-file,id=mem,size=%dM,mem-path=%s,share=%s"
            .formatted(
                memoryMib,
                escape(memoryFile.file().toString()),
                memoryFile.copied() ? "off" : "on"));
    if (memoryFile.copied()) {
      add(list, "-incoming", "defer");
    }
  }

  /// `tsc_early_khz`: a TCG guest cannot calibrate its clock on a busy host and hangs; its counter
  /// is the host's. `cryptomgr.notests`: the kernel's self-tests cost a TCG guest 0.4 s. `reboot=t`
  /// with `-no-reboot`: a reset by triple fault ends QEMU at once. `panic=-1`: so does a panic.
  String kernelCommandLine() {
    String tsc =
        accelerator == Accelerator.TCG && tscKiloHertz > 0 ? " tsc_early_khz=" + tscKiloHertz : "";
    return "console=ttyS0 quiet reboot=t panic=-1 random.trust_cpu=on cryptomgr.notests=1%s skiff.sync=%s"
        .formatted(tsc, token);
  }

  private static void socket(List<String> list, String id, String name) {
    add(list, "-chardev", "socket,id=%s,path=%s,server=on,wait=off".formatted(id, name));
  }

  private static void disk(List<String> list, String id, Path file, String options) {
    add(
        list,
        "-drive",
        "if=none,id=%s,format=raw,file=%s,%s".formatted(id, escape(file.toString()), options));
    add(list, "-device", "virtio-blk-device,drive=" + id);
  }

  private static void add(List<String> list, String option, String value) {
    list.add(option);
    list.add(value);
  }

  /// In QEMU's option lists a comma is written twice.
  private static String escape(String value) {
    return value.replace(",", ",,");
  }
}

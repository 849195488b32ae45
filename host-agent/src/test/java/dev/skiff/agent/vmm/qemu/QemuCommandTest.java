package dev.skiff.agent.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.agent.vmm.kernel.GuestAssets;
import dev.skiff.agent.vmm.qemu.QemuCommand.Accelerator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QemuCommandTest {
  private static QemuCommand command(Accelerator accelerator) {
    return new QemuCommand(
        "/usr/bin/qemu-system-x86_64",
        accelerator,
        new GuestAssets(Path.of("/g/vmlinux"), Path.of("/g/initramfs.cpio")),
        Path.of("/data/vms/j0-x.0-1"),
        Path.of("/images/a,b.sqfs"),
        Path.of("/data/vms/j0-x.0-1/layer.ext4"),
        2,
        256,
        "00ff",
        2_596_140);
  }

  @Test
  void shouldBuildTheWholeCommandLine() {
    assertThat(command(Accelerator.TCG).arguments())
        .containsExactly(
            "/usr/bin/qemu-system-x86_64",
            "-name",
            "guest=j0-x.0-1",
            "-M",
            "microvm",
            "-accel",
            "tcg",
            "-cpu",
            "max",
            "-smp",
            "2",
            "-m",
            "256M",
            "-nodefaults",
            "-no-user-config",
            "-no-reboot",
            "-display",
            "none",
            "-sandbox",
            "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
            "-pidfile",
            "/data/vms/j0-x.0-1/vmm.pid",
            "-kernel",
            "/g/vmlinux",
            "-initrd",
            "/g/initramfs.cpio",
            "-append",
            "console=ttyS0 quiet reboot=t panic=-1 random.trust_cpu=on cryptomgr.notests=1"
                + " tsc_early_khz=2596140 skiff.sync=00ff",
            "-chardev",
            "socket,id=qmp,path=qmp.sock,server=on,wait=off",
            "-mon",
            "chardev=qmp,mode=control",
            "-chardev",
            "socket,id=console,path=console.sock,server=on,wait=off",
            "-serial",
            "chardev:console",
            "-drive",
            "if=none,id=image,format=raw,file=/images/a,,b.sqfs,readonly=on",
            "-device",
            "virtio-blk-device,drive=image",
            "-drive",
            "if=none,id=layer,format=raw,file=/data/vms/j0-x.0-1/layer.ext4,"
                + "cache=unsafe,discard=unmap,werror=enospc",
            "-device",
            "virtio-blk-device,drive=layer",
            "-chardev",
            "socket,id=guest,path=guest.sock,server=on,wait=off",
            "-device",
            "virtio-serial-device",
            "-device",
            "virtserialport,chardev=guest,name=skiff");
  }

  @Test
  void shouldLetACloneKeepItsOwnCopyOfTheMemoryThatWasSaved() {
    Path ram = Path.of("/data/snapshots/a,b/ram.bin");
    QemuCommand saved = remembering(new QemuCommand.MemoryFile(ram, false));
    assertThat(saved.arguments())
        .containsSequence(
            "-M",
            "microvm,memory-backend=mem",
            "-object",
            "memory-backend-file,id=mem,size=256M,mem-path=/data/snapshots/a,,b/ram.bin,share=on")
        .doesNotContain("-incoming");
    assertThat(remembering(new QemuCommand.MemoryFile(ram, true)).arguments())
        .containsSequence(
            "memory-backend-file,id=mem,size=256M,mem-path=/data/snapshots/a,,b/ram.bin,share=off",
            "-incoming",
            "defer");
  }

  private static QemuCommand remembering(QemuCommand.MemoryFile memory) {
    QemuCommand plain = command(Accelerator.TCG);
    return new QemuCommand(
        plain.binary(),
        plain.accelerator(),
        plain.assets(),
        plain.folder(),
        plain.rootfs(),
        plain.layer(),
        plain.cpus(),
        plain.memoryMib(),
        plain.token(),
        plain.tscKiloHertz(),
        memory);
  }

  @Test
  void shouldLeaveTheClockOfAKvmGuestAlone() {
    assertThat(command(Accelerator.KVM).kernelCommandLine()).doesNotContain("tsc_early_khz");
    assertThat(command(Accelerator.KVM).arguments()).containsSequence("-cpu", "host");
  }

  @Test
  void shouldReadTheClockRateFromCpuinfo() {
    assertThat(HostCpu.tscKiloHertz(List.of("processor\t: 0", "cpu MHz\t\t: 2596.140")))
        .isEqualTo(2_596_140);
    assertThat(HostCpu.tscKiloHertz(List.of("cpu MHz\t\t: unknown"))).isZero();
    assertThat(HostCpu.tscKiloHertz(List.of())).isZero();
  }
}

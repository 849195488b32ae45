package dev.skiff.agent.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputChunk;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.OutputLogReader;
import dev.skiff.agent.vmm.OutputStart;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@Tag("microvm")
@TestInstance(Lifecycle.PER_CLASS)
class QemuEndingsTest {
  private MicroVmHost host;

  @BeforeAll
  void openHost(@TempDir Path folder) throws Exception {
    host = new MicroVmHost(folder);
  }

  @AfterAll
  void closeHost() throws Exception {
    host.close();
  }

  private static VmExit exit(MicroVm vm) throws Exception {
    return vm.exit().get(60, TimeUnit.SECONDS);
  }

  @Test
  void shouldReportACommandThatIsNotInTheImage() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    MicroVm vm =
        agent.driver.boot(
            host.directory(), host.spec(List.of("nosuch", "-x"), Map.of(), null, false));
    VmExit exit = exit(vm);
    assertThat(exit.exitCode()).isEqualTo(127);
    assertThat(exit.failure()).isEqualTo("command-not-found");
    assertThat(exit.detail()).startsWith("nosuch: not found");
  }

  @Test
  void shouldReportThatTheGuestRanOutOfMemory() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    VmDirectory directory = host.directory();
    // A file that cannot be run, and processes that take ever more memory until the kernel kills
    // one
    // (it refuses a single request for more than there is): two answers from one boot.
    String script =
        """
        /etc/motd; echo $?
        for mib in $(seq 30 2 90); do
          dd if=/dev/zero of=/dev/null bs=${mib}M count=1
          [ $? = 137 ] && exit 137
        done
        """;
    MicroVm vm = agent.driver.boot(directory, host.shell(script));
    VmExit exit = exit(vm);
    assertThat(exit.exitCode()).isEqualTo(137);
    assertThat(exit.oom()).isTrue();
    assertThat(exit.failure()).isNull();
    assertThat(agent.output(directory, OutputKind.STDOUT)).isEqualTo("126\n");
  }

  @Test
  void shouldTellACrashedGuestFromADeadVmm() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    VmDirectory directory = host.directory();
    MicroVm vm =
        agent.driver.boot(
            directory, host.shell("echo last words; cat; echo c > /proc/sysrq-trigger"));
    VmExit exit = exit(vm);
    assertThat(exit.exitCode()).isNull();
    assertThat(exit.failure()).isEqualTo("guest-crashed");
    assertThat(exit.detail()).contains("Kernel panic");
    assertThat(agent.output(directory, OutputKind.STDOUT)).isEqualTo("last words\n");

    VmDirectory second = host.directory();
    MicroVm killed = agent.driver.boot(second, host.shell("sleep 1000"));
    VmDirectories.killVmm(second);
    assertThat(exit(killed).failure()).isEqualTo("vmm-died");
  }

  @Test
  void shouldKillAndPowerOffAfterTheGrace() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    VmDirectory stubbornDirectory = host.directory();
    MicroVm stubborn =
        agent.driver.boot(stubbornDirectory, host.shell("trap '' TERM; echo up; sleep 1000"));
    Awaitility.await()
        .until(() -> agent.output(stubbornDirectory, OutputKind.STDOUT).equals("up\n"));
    stubborn.stop(Duration.ofMillis(300));
    VmExit stopped = exit(stubborn);
    assertThat(stopped.exitCode()).isEqualTo(137);
    assertThat(stopped.signal()).isEqualTo(9);
    assertThat(stopped.failure()).isNull();
    assertThat(stopped.detail()).contains("300 ms");

    VmDirectory directory = host.directory();
    MicroVm vm = agent.driver.boot(directory, host.shell("sleep 1000"));
    vm.kill();
    assertThat(exit(vm).failure()).isEqualTo("killed");
    VmDirectories.remove(directory);
    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void shouldAdoptARunningVmWithoutLosingOrRepeatingOutput() throws Exception {
    MicroVmHost.Agent first = host.agent();
    VmDirectory directory = host.directory();
    MicroVm vm =
        first.driver.boot(
            directory,
            host.spec(
                List.of("sh", "-c", "seq 1 60000; read line; echo $line; exit 9"),
                Map.of(),
                null,
                true));
    Awaitility.await().until(() -> first.output(directory, OutputKind.STDOUT).length() > 20_000);
    vm.exec(shell("sleep 12345"), new ExecRecorder());
    vm.detach();

    MicroVmHost.Agent second = host.agent();
    MicroVm adopted = second.driver.adopt(directory).orElseThrow();
    ExecRecorder leftover = new ExecRecorder();
    adopted.exec(shell("cat /proc/[0-9]*/cmdline | grep -c 1234[5]"), leftover);
    leftover.code();
    assertThat(leftover.out()).isEqualTo("0\n");
    adopted.main().stdin("after the restart\n".getBytes(StandardCharsets.UTF_8));
    VmExit exit = exit(adopted);
    assertThat(exit.exitCode()).as(exit.toString()).isEqualTo(9);
    String output = second.output(directory, OutputKind.STDOUT);
    StringBuilder expected = new StringBuilder();
    for (int i = 1; i <= 60000; i++) {
      expected.append(i).append('\n');
    }
    assertThat(output).isEqualTo(expected + "after the restart\n");
    assertThat(second.driver.adopt(directory)).isEmpty();
  }

  @Test
  void shouldHearOfAnExitThatHappenedWhileNobodyWasThere() throws Exception {
    MicroVmHost.Agent first = host.agent();
    VmDirectory directory = host.directory();
    MicroVm vm = first.driver.boot(directory, host.shell("echo going; sleep 1; echo gone; exit 4"));
    vm.detach();
    assertThat(vm.exit()).isNotDone();

    MicroVmHost.Agent second = host.agent();
    MicroVm adopted = second.driver.adopt(directory).orElseThrow();
    assertThat(exit(adopted).exitCode()).isEqualTo(4);
    assertThat(second.output(directory, OutputKind.STDOUT)).isEqualTo("going\ngone\n");
  }

  @Test
  void shouldKeepTheEndOfBigOutputWithinBounds() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    VmDirectory directory = host.directory();
    MicroVm vm =
        agent.driver.boot(
            directory, host.shell("yes 0123456789abcdef | head -c 10000000; echo; echo the end"));
    long received = 0;
    try (OutputLogReader reader = agent.logs.read(directory, new OutputStart.Oldest())) {
      while (!reader.ended()) {
        OutputChunk chunk = reader.next(Duration.ofSeconds(60));
        received += chunk != null && chunk.kind() == OutputKind.STDOUT ? chunk.data().length : 0;
      }
    }
    assertThat(exit(vm).exitCode()).isZero();
    assertThat(received).isEqualTo(10_000_000 + "\nthe end\n".length());
    assertThat(
            Files.size(directory.outputLog()) + Files.size(Path.of(directory.outputLog() + ".1")))
        .isLessThanOrEqualTo(8 << 20);
  }

  @Test
  void shouldRefuseWhatCannotBoot() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    BootSpec spec = host.shell("true");
    VmDirectory directory = host.directory();
    Path notAnImage = Files.writeString(directory.path().resolve("image"), "x".repeat(8192));
    assertThatThrownBy(() -> agent.driver.boot(directory, withRootfs(spec, notAnImage)))
        .isInstanceOfSatisfying(
            VmmException.class, e -> assertThat(e.code()).isEqualTo("guest-unbootable"))
        .hasMessageContaining("/dev/vda");
    assertThat(VmDirectories.vmmAlive(directory)).isFalse();
    assertThatThrownBy(
            () -> agent.driver.boot(directory, withRootfs(spec, directory.path().resolve("no"))))
        .hasMessageContaining("no image at");
  }

  private static ExecSpec shell(String script) {
    return new ExecSpec(List.of("sh", "-c", script), Map.of(), null, null, false, false);
  }

  private static BootSpec withRootfs(BootSpec spec, Path rootfs) {
    return new BootSpec(
        spec.hostname(),
        rootfs,
        spec.milliCpus(),
        spec.memoryMib(),
        spec.diskMib(),
        spec.command(),
        spec.env(),
        spec.workdir(),
        spec.user(),
        spec.tty(),
        spec.stdin(),
        spec.leaseFile());
  }
}

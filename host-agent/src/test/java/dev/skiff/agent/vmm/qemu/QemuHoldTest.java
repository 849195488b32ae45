package dev.skiff.agent.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.report.VmHold;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real microVMs that stand still and go on.
@Tag("microvm")
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class QemuHoldTest {
  private MicroVmHost host;

  @BeforeAll
  void openHost(@TempDir Path folder) throws Exception {
    host = new MicroVmHost(folder);
  }

  @AfterAll
  void closeHost() throws Exception {
    host.close();
  }

  @Test
  void shouldStandStillAndGoOnWithARightClockAlsoUnderTheNextAgent() throws Exception {
    VmDirectory directory = host.directory();
    MicroVmHost.Agent agent = host.agent();
    MicroVm vm =
        agent.driver.boot(
            directory, host.shell("trap 'exit 7' TERM; echo up; while :; do sleep 1; done"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> agent.output(directory, OutputKind.STDOUT).equals("up\n"));
    vm.pause();
    vm.pause();
    assertThat(vm.hold()).isEqualTo(VmHold.PAUSED);
    assertThatThrownBy(() -> date(vm))
        .isInstanceOfSatisfying(
            VmmException.class, e -> assertThat(e.code()).isEqualTo("vm-paused"));
    assertThatThrownBy(vm::suspend)
        .isInstanceOfSatisfying(
            VmmException.class, e -> assertThat(e.code()).isEqualTo("not-supported"));
    vm.detach();

    MicroVm adopted = host.agent().driver.adopt(directory).orElseThrow();
    assertThat(adopted.hold()).isEqualTo(VmHold.PAUSED);
    long paused = System.currentTimeMillis();
    await().atMost(Duration.ofSeconds(10)).until(() -> System.currentTimeMillis() > paused + 4_000);
    adopted.resume();
    assertThat(adopted.hold()).isEqualTo(VmHold.NONE);
    assertThat(date(adopted) * 1_000).isGreaterThan(paused + 2_000);

    adopted.pause();
    adopted.stop(Duration.ofSeconds(30));
    assertThat(exit(adopted).exitCode()).as("it heard the signal").isEqualTo(7);
  }

  @Test
  void shouldKillAPausedVm() throws Exception {
    MicroVm vm = host.agent().driver.boot(host.directory(), host.shell("sleep 1000"));
    vm.pause();
    vm.kill();
    assertThat(exit(vm).failure()).isEqualTo("killed");
  }

  private static long date(MicroVm vm) throws Exception {
    ExecRecorder date = new ExecRecorder();
    vm.exec(new ExecSpec(List.of("date", "+%s"), Map.of(), null, null, false, false), date);
    assertThat(date.code()).isZero();
    return Long.parseLong(date.out().strip());
  }

  private static VmExit exit(MicroVm vm) throws Exception {
    return vm.exit().get(60, TimeUnit.SECONDS);
  }
}

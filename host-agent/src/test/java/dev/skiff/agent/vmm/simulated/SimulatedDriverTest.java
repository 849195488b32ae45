package dev.skiff.agent.vmm.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputChunk;
import dev.skiff.agent.vmm.OutputLogReader;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.OutputStart;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.report.VmHold;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SimulatedDriverTest {
  @TempDir Path folder;
  private final OutputLogs logs = new OutputLogs(1 << 20, InstantSource.system());
  private final SimulatedDriver driver = driver();

  @Test
  void shouldPlayItsScriptAndSayThatItIsSimulated() throws Exception {
    MicroVm vm = boot("sh", "-c", "echo hello there; exit 3");
    VmExit exit = vm.exit().get();
    assertThat(exit.exitCode()).isEqualTo(3);
    assertThat(exit.failure()).isNull();
    assertThat(output()).startsWith("skiff: this VM is simulated").endsWith("hello there\n");
  }

  @Test
  void shouldRunUntilItIsStopped() throws Exception {
    MicroVm vm = boot("anything");
    assertThat(vm.exit()).isNotDone();
    vm.stop(Duration.ofSeconds(5));
    assertThat(vm.exit().get().exitCode()).isEqualTo(143);
  }

  @Test
  void shouldFailABootAsItIsTold() {
    assertThatThrownBy(() -> boot("fail-boot", "boot-timeout"))
        .isInstanceOfSatisfying(
            VmmException.class, e -> assertThat(e.code()).isEqualTo("boot-timeout"));
  }

  @Test
  void shouldGoOnWhereTheClockSaysWhenItIsAdopted() throws Exception {
    MicroVm vm = boot("sh", "-c", "sleep 0.4; exit 7");
    vm.detach();
    assertThat(vm.exit()).isNotDone();
    MicroVm adopted = driver().adopt(directory()).orElseThrow();
    assertThat(adopted.exit().get().exitCode()).isEqualTo(7);
    assertThat(driver().adopt(directory())).as("it is over").isEmpty();
  }

  @Test
  void shouldStandStillWhileItIsPausedAndGoOnWhereItWas() throws Exception {
    long begin = System.nanoTime();
    MicroVm vm = boot("sh", "-c", "sleep 0.3; exit 7");
    vm.pause();
    assertThat(vm.hold()).isEqualTo(VmHold.PAUSED);
    assertThatThrownBy(
            () -> vm.exec(new ExecSpec(List.of("x"), Map.of(), null, null, false, false), NOBODY))
        .isInstanceOfSatisfying(
            VmmException.class, e -> assertThat(e.code()).isEqualTo("vm-paused"));
    await().until(() -> System.nanoTime() - begin > 600_000_000);
    assertThat(vm.exit()).isNotDone();
    vm.resume();
    assertThat(vm.exit().get().exitCode()).isEqualTo(7);
  }

  @Test
  void shouldBeFoundSuspendedByALaterAgentAndGoOn() throws Exception {
    MicroVm vm = boot("sh", "-c", "sleep 0.2; exit 7");
    vm.suspend();
    vm.detach();
    MicroVm adopted = driver().adopt(directory()).orElseThrow();
    assertThat(adopted.hold()).isEqualTo(VmHold.SUSPENDED);
    adopted.resume();
    assertThat(adopted.exit().get().exitCode()).isEqualTo(7);
  }

  @Test
  void shouldEndWhileItIsPaused() throws Exception {
    MicroVm vm = boot("anything");
    vm.pause();
    vm.stop(Duration.ofSeconds(5));
    assertThat(vm.exit().get().exitCode()).isEqualTo(143);
  }

  @Test
  void shouldEchoItsStandardInput() throws Exception {
    MicroVm vm = boot("cat");
    vm.main().stdin("abc\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    vm.main().closeStdin();
    assertThat(vm.exit().get().exitCode()).isZero();
    assertThat(output()).endsWith("abc\n");
  }

  private static final GuestProcess.Listener NOBODY =
      new GuestProcess.Listener() {
        @Override
        public void stdout(byte[] data) {}

        @Override
        public void stderr(byte[] data) {}

        @Override
        public void exited(int exitCode) {}

        @Override
        public void lost(String reason) {}
      };

  private SimulatedDriver driver() {
    return new SimulatedDriver(
        new SimulatedSettings(Duration.ofMillis(1), null), logs, InstantSource.system());
  }

  private MicroVm boot(String... command) throws Exception {
    return driver.boot(
        directory(),
        new BootSpec(
            "vm",
            Path.of("none"),
            100,
            64,
            0,
            List.of(command),
            Map.of(),
            "/",
            null,
            false,
            true,
            null));
  }

  private VmDirectory directory() {
    return new VmDirectory(folder);
  }

  private String output() throws IOException {
    StringBuilder text = new StringBuilder();
    try (OutputLogReader reader = logs.read(directory(), new OutputStart.Oldest())) {
      for (OutputChunk chunk = reader.poll(); chunk != null; chunk = reader.poll()) {
        text.append(chunk.text());
      }
      assertThat(reader.ended()).isTrue();
    }
    return text.toString();
  }
}

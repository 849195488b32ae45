package dev.skiff.agent.vmm.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputChunk;
import dev.skiff.agent.vmm.OutputLogReader;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.OutputStart;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
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
  void shouldEchoItsStandardInput() throws Exception {
    MicroVm vm = boot("cat");
    vm.main().stdin("abc\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    vm.main().closeStdin();
    assertThat(vm.exit().get().exitCode()).isZero();
    assertThat(output()).endsWith("abc\n");
  }

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

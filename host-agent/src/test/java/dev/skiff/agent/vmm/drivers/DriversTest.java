package dev.skiff.agent.vmm.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.ProbeVerdict;
import dev.skiff.agent.vmm.VmmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriversTest {
  @Test
  void shouldReadHowMuchDiskSnapshotsMayTake() {
    assertThat(VmmSettings.snapshotBytes(null)).isEqualTo(4L << 30);
    assertThat(VmmSettings.snapshotBytes("0")).isZero();
    assertThat(VmmSettings.snapshotBytes("512")).isEqualTo(512L << 20);
    assertThat(VmmSettings.snapshotBytes("512Mi")).isEqualTo(512L << 20);
    assertThat(VmmSettings.snapshotBytes(" 8GiB ")).isEqualTo(8L << 30);
    assertThatThrownBy(() -> VmmSettings.snapshotBytes("lots"))
        .hasMessage("SKIFF_SNAPSHOT_DISK: \"lots\" (expected: such as 4Gi)");
  }

  @TempDir Path folder;

  private Drivers drivers(String searchPath) {
    VmmSettings settings =
        new VmmSettings(folder, folder.resolve("guest"), searchPath, Duration.ofSeconds(20));
    return new Drivers(
        settings,
        new OutputLogs(OutputLogs.DEFAULT_LIMIT_BYTES, InstantSource.system()),
        InstantSource.system());
  }

  private static String code(Throwable thrown) {
    return thrown instanceof VmmException failure ? failure.code() : thrown.toString();
  }

  @Test
  void shouldSayThatQemuIsMissingAndNeverSimulate() throws Exception {
    for (String name : new String[] {"auto", "qemu-kvm", "qemu-tcg"}) {
      assertThatThrownBy(() -> drivers("/nowhere").byName(name))
          .satisfies(thrown -> assertThat(code(thrown)).isEqualTo("vmm-missing"))
          .hasMessageContaining("apt-get install qemu-system-x86");
    }
    assertThat(drivers("/nowhere").probeAll())
        .extracting(ProbeVerdict::works)
        .containsExactly(false, false);
  }

  @Test
  void shouldSayHowToGetAGuestKernel() throws Exception {
    Path program =
        Files.writeString(folder.resolve("qemu-system-x86_64"), "#!/bin/sh\necho version 1.2.3\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> drivers(folder.toString()).auto())
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo("guest-missing"))
        .hasMessageContaining("deploy/guest/fetch-kernel.sh");
  }

  @Test
  void shouldRefuseDriversThatItDoesNotKnow() {
    assertThatThrownBy(() -> drivers("/nowhere").byName("simulated"))
        .hasMessageContaining("driver: simulated (expected: auto, qemu-kvm or qemu-tcg)");
  }
}

package dev.skiff.agent.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.agent.vmm.ProbeVerdict;
import dev.skiff.agent.vmm.kernel.GuestAssets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("microvm")
class QemuProbeTest {
  @TempDir Path folder;

  private QemuHost host(Duration deadline) throws Exception {
    return new QemuHost(
        QemuProgram.find(System.getenv("PATH")),
        GuestAssets.locate(GuestFolder.locate(), folder),
        folder.resolve("probe"),
        deadline);
  }

  @Test
  void shouldProveTcgByBootingAndRememberIt() throws Exception {
    ProbeVerdict verdict = host(Duration.ofSeconds(40)).probe(false);
    assertThat(verdict.works()).as(verdict.reason()).isTrue();
    assertThat(verdict.driver()).isEqualTo("qemu-tcg");
    // A deadline in which nothing boots: the answer can only come from memory.
    assertThat(host(Duration.ofMillis(1)).probe(false)).isEqualTo(verdict);
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void shouldGiveUpAtTheDeadlineAndLeaveNothingBehind() throws Exception {
    ProbeVerdict verdict = host(Duration.ofMillis(100)).probe(false);
    assertThat(verdict.works()).isFalse();
    assertThat(verdict.reason()).contains("within 100 ms");
    assertThat(leftBehind()).isEmpty();
  }

  private Stream<Path> leftBehind() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("probe"))) {
      return files.filter(Files::isDirectory).toList().stream();
    }
  }
}

package dev.skiff.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.standalone.e2e.fixture.FleetProcess;
import dev.skiff.standalone.e2e.fixture.SkiffProcess;
import dev.skiff.standalone.e2e.fixture.TestFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A machine without QEMU.
class MissingQemuTest {
  @Test
  void shouldSayWhatToInstallAndNeverSimulate() throws Exception {
    try (TestFolder folder = TestFolder.create()) {
      Path empty = Files.createDirectory(folder.path().resolve("bin"));
      try (SkiffProcess up = FleetProcess.start(folder.path(), Map.of("PATH", empty.toString()))) {
        int exitCode = up.awaitEnd(Duration.ofSeconds(60));
        assertThat(exitCode).as("%s", up.err()).isEqualTo(1);
        assertThat(up.err()).contains("vmm-missing", "qemu-system-x86").doesNotContain("SIMULATED");
        assertThat(up.out()).as("the URL of a fleet that does not run").isEmpty();
      }
    }
  }
}

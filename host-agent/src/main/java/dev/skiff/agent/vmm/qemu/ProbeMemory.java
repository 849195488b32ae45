package dev.skiff.agent.vmm.qemu;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.agent.vmm.ProbeVerdict;
import dev.skiff.agent.vmm.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Remembers what a probe found, until the host reboots or its QEMU changes.
final class ProbeMemory {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Remembered(String hostBoot, String qemuVersion, ProbeVerdict verdict) {}

  private final Path folder;

  ProbeMemory(Path folder) {
    this.folder = folder;
  }

  Optional<ProbeVerdict> recall(String driver, String qemuVersion) {
    try {
      Remembered remembered = JSON.readValue(Files.readAllBytes(file(driver)), Remembered.class);
      return remembered.hostBoot().equals(ProcessIdentity.hostBootId())
              && remembered.qemuVersion().equals(qemuVersion)
          ? Optional.of(remembered.verdict())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Failing to keep it costs the next start a probe, nothing else.
  void keep(String qemuVersion, ProbeVerdict verdict) {
    try {
      Files.createDirectories(folder);
      Path file = file(verdict.driver());
      Path fresh = Files.createTempFile(folder, "probe", ".new");
      Files.write(
          fresh,
          JSON.writeValueAsBytes(
              new Remembered(ProcessIdentity.hostBootId(), qemuVersion, verdict)));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      return;
    }
  }

  private Path file(String driver) {
    return folder.resolve("probe-" + driver + ".json");
  }
}

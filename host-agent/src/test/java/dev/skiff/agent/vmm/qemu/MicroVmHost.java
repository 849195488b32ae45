package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.OutputChunk;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.OutputLogReader;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.OutputStart;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmDriver;
import dev.skiff.agent.vmm.drivers.Drivers;
import dev.skiff.agent.vmm.drivers.VmmSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A host for real microVMs under TCG; leaves no QEMU behind.
final class MicroVmHost implements AutoCloseable {
  private final Path vms;
  private final Path image;
  private final VmmSettings settings;
  private int count;

  MicroVmHost(Path folder) throws Exception {
    image = BusyboxImage.create(folder);
    vms = Files.createDirectories(folder.resolve("vms"));
    settings =
        new VmmSettings(
            folder.resolve("data"),
            GuestFolder.locate(),
            System.getenv("PATH"),
            Duration.ofSeconds(40));
  }

  VmmSettings settings() {
    return settings;
  }

  /// What an agent process has; a second one stands for the agent after a restart.
  final class Agent {
    final OutputLogs logs = new OutputLogs(OutputLogs.DEFAULT_LIMIT_BYTES, InstantSource.system());
    final VmmDriver driver;

    Agent() throws Exception {
      driver =
          new Drivers(settings, logs, InstantSource.system()).byName(Drivers.QEMU_TCG).driver();
    }

    String output(VmDirectory directory, OutputKind kind) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputLogReader reader = logs.read(directory, new OutputStart.Oldest())) {
        for (OutputChunk chunk = reader.poll(); chunk != null; chunk = reader.poll()) {
          if (chunk.kind() == kind) {
            bytes.writeBytes(chunk.data());
          }
        }
      }
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  Agent agent() throws Exception {
    return new Agent();
  }

  VmDirectory directory() throws IOException {
    return new VmDirectory(Files.createDirectories(vms.resolve("vm-" + ++count)));
  }

  BootSpec shell(String script) {
    return spec(List.of("sh", "-c", script), Map.of(), null, false);
  }

  BootSpec spec(
      List<String> command,
      Map<String, String> env,
      @org.jspecify.annotations.Nullable String user,
      boolean stdin) {
    return new BootSpec(
        "vm-under-test", image, 500, 96, 256, command, env, "/srv/here", user, false, stdin, null);
  }

  @Override
  public void close() throws IOException {
    for (VmDirectory directory : VmDirectories.list(vms)) {
      VmDirectories.remove(directory);
    }
  }
}

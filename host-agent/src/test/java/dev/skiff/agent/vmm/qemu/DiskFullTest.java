package dev.skiff.agent.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputChunk;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.OutputLog;
import dev.skiff.agent.vmm.OutputLogReader;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.OutputStart;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real full file system: a small tmpfs, which only root can mount.
@Tag("microvm")
class DiskFullTest {
  @TempDir Path folder;
  private Path small;

  @BeforeEach
  void mount() throws Exception {
    small = Files.createDirectories(folder.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.toString()) == 0, "root");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", small.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static void fill(Path file) {
    try {
      Files.write(file, new byte[8 << 20]);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  @Test
  void shouldLoseOutputWithAMarkerAndGoOn() throws Exception {
    VmDirectory directory = new VmDirectory(Files.createDirectories(small.resolve("vm")));
    OutputLogs logs = new OutputLogs(1 << 20, InstantSource.system());
    try (OutputLog log = logs.write(directory)) {
      log.append(OutputKind.STDOUT, ByteBuffer.wrap(new byte[100]));
      fill(small.resolve("filler"));
      for (int i = 0; i < 100; i++) {
        log.append(OutputKind.STDOUT, ByteBuffer.wrap(new byte[10_000]));
      }
      assertThat(log.stdoutOffset()).isEqualTo(1_000_100);
      Files.delete(small.resolve("filler"));
      log.append(OutputKind.STDOUT, ByteBuffer.wrap(new byte[7]));
      log.end();
    }
    boolean marked = false;
    long lastOffset = 0;
    try (OutputLogReader reader = logs.read(directory, new OutputStart.Oldest())) {
      for (OutputChunk chunk = reader.poll(); chunk != null; chunk = reader.poll()) {
        marked |= chunk.kind() == OutputKind.DROPPED && chunk.text().contains("No space left");
        lastOffset = chunk.offset();
      }
      assertThat(reader.ended()).isTrue();
    }
    assertThat(marked).isTrue();
    assertThat(lastOffset).isEqualTo(1_000_100);
  }

  @Test
  void shouldFailTheVmAndNotTheAgent() throws Exception {
    try (MicroVmHost host = new MicroVmHost(folder)) {
      MicroVmHost.Agent agent = host.agent();
      VmDirectory directory = new VmDirectory(Files.createDirectories(small.resolve("vm")));
      MicroVm vm =
          agent.driver.boot(directory, host.shell("dd if=/dev/zero of=/big bs=1M count=64; cat"));
      assertThat(vm.exit().get(60, TimeUnit.SECONDS).failure()).isEqualTo("disk-full");
      assertThat(VmDirectories.exit(directory)).isPresent();

      fill(small.resolve("filler"));
      VmDirectory second = new VmDirectory(Files.createDirectories(small.resolve("vm2")));
      assertThatThrownBy(() -> agent.driver.boot(second, host.shell("true")))
          .isInstanceOfSatisfying(
              VmmException.class, e -> assertThat(e.code()).isEqualTo("disk-full"));
    }
  }
}

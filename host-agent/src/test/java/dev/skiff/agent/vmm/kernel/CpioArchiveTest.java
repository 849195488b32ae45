package dev.skiff.agent.vmm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpioArchiveTest {
  @Test
  void shouldWriteWhatCpioReads(@TempDir Path folder) throws Exception {
    byte[] archive =
        new CpioArchive()
            .directory("modules")
            .file("modules/a.ko", 0644, "hello".getBytes(StandardCharsets.UTF_8))
            .file("init", 0755, new byte[4096])
            .finish();
    Path file = Files.write(folder.resolve("archive.cpio"), archive);
    Process cpio =
        new ProcessBuilder("cpio", "-itv", "--quiet", "--numeric-uid-gid")
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .start();
    String listing = new String(cpio.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(cpio.waitFor()).isZero();
    assertThat(listing)
        .containsPattern("drwxr-xr-x .* modules\n")
        .containsPattern("-rw-r--r-- .* 5 .* modules/a.ko\n")
        .containsPattern("-rwxr-xr-x .* 4096 .* init\n");
  }
}

package dev.skiff.agent.vmm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketPathTest {
  @TempDir Path folder;

  @Test
  void shouldReachDeepFoldersByAShortPathAndForgetItWithThem() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(100)).resolve("vm"));
    Files.writeString(deep.resolve("a.sock"), "here");
    Path path = SocketPath.of(deep, "a.sock");
    assertThat(path.toString().length()).isLessThanOrEqualTo(100);
    assertThat(path).hasContent("here");
    VmDirectories.remove(new VmDirectory(deep));
    assertThat(Files.isSymbolicLink(path.getParent())).isFalse();
  }
}

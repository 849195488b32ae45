package dev.skiff.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compiles the guest's parsing and buffering for this host and runs its own tests.
class GuestProgramTest {
  private static final Path GUEST = Path.of(System.getProperty("skiff.root"), "host-agent/guest");

  @Test
  void shouldPassTheGuestsOwnTests(@TempDir Path folder) throws Exception {
    String named = System.getenv("SKIFF_GUEST_CC");
    String program = folder.resolve("guest-test").toString();
    List<String> compile =
        new ArrayList<>(List.of(named == null ? "musl-gcc" : named, "-std=c11", "-D_GNU_SOURCE"));
    compile.addAll(List.of("-Wall", "-Wextra", "-Werror", "-O1", "-static", "-o", program));
    compile.add(GUEST.resolve("test/guest_test.c").toString());
    for (String source : List.of("connection.c", "fields.c", "input.c", "output.c", "port.c")) {
      compile.add(GUEST.resolve("src").resolve(source).toString());
    }
    assertThat(run(compile)).isEmpty();
    assertThat(run(List.of(program))).isEmpty();
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? said : "exit " + process.exitValue() + ": " + said;
  }
}

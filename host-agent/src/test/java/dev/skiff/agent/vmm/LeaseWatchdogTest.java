package dev.skiff.agent.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The watchdog beside a process that sleeps, for want of a VMM.
@Timeout(60)
class LeaseWatchdogTest {
  private static final int SIGKILL_STATUS = 137;
  private static final long SECOND = 1_000_000;

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();
  private LeaseWatchdog watchdog;
  private Path lease;

  @BeforeEach
  void install() throws Exception {
    watchdog = LeaseWatchdog.install(folder.resolve("programs"));
    lease = folder.resolve("lease");
  }

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void shouldKillWhenTheLeaseEndsAndLeaveWord() throws Exception {
    renew(uptime() + SECOND / 2);
    assertThat(sleeper().waitFor()).isEqualTo(SIGKILL_STATUS);
    assertThat(uptime()).isGreaterThanOrEqualTo(until());
    assertThat(folder.resolve(LeaseWatchdog.ENDED)).exists();
  }

  @Test
  void shouldNotKillWhileTheLeaseIsRenewed() throws Exception {
    long begin = uptime();
    renew(begin + SECOND);
    Process process = sleeper();
    await()
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> {
          renew(uptime() + SECOND);
          return uptime() > begin + 3 * SECOND;
        });
    assertThat(process.isAlive()).isTrue();
    assertThat(process.waitFor()).as("and then it is not renewed").isEqualTo(SIGKILL_STATUS);
  }

  @Test
  void shouldKillWhenTheFileIsGoneAtTheEnd() throws Exception {
    renew(uptime() + SECOND);
    Process process = sleeper();
    await().until(() -> watchdogOf(process).isPresent());
    Files.delete(lease);
    assertThat(process.waitFor()).isEqualTo(SIGKILL_STATUS);
  }

  @Test
  void shouldNotRunAnythingWithoutALease() throws Exception {
    assertThat(sleeper().waitFor()).isEqualTo(SIGKILL_STATUS);
  }

  @Test
  void shouldBeTheProcessThatWasStarted() throws Exception {
    renew(uptime() + 60 * SECOND);
    Process process = sleeper();
    await().until(() -> process.info().command().orElse("").endsWith("sleep"));
    assertThat(process.children()).as("it has no child that it does not know of").isEmpty();
  }

  @Test
  void shouldEndWithTheProcessThatItWatches() throws Exception {
    renew(uptime() + 60 * SECOND);
    Process process = sleeper();
    await().until(() -> watchdogOf(process).isPresent());
    ProcessHandle dog = watchdogOf(process).orElseThrow();
    process.destroyForcibly().waitFor();
    await().until(() -> ProcessIdentity.of(dog.pid()).isEmpty());
    assertThat(folder.resolve(LeaseWatchdog.ENDED)).doesNotExist();
  }

  @Test
  void shouldOutliveSignalsThatAreMeantForOthers() throws Exception {
    renew(uptime() + SECOND);
    Process process = sleeper();
    await().until(() -> watchdogOf(process).isPresent());
    watchdogOf(process).orElseThrow().destroy();
    assertThat(process.waitFor()).isEqualTo(SIGKILL_STATUS);
  }

  @Test
  void shouldReplaceAProgramOfAnotherVersion() throws Exception {
    Path program = Path.of(watchdog.before(lease).getFirst());
    byte[] right = Files.readAllBytes(program);
    Files.writeString(program, "another");
    LeaseWatchdog.install(folder.resolve("programs"));
    assertThat(program).hasBinaryContent(right).isExecutable();
    assertThat(program.getParent()).isDirectoryNotContaining("glob:**.new");
  }

  private Process sleeper() throws IOException {
    List<String> command = new ArrayList<>(watchdog.before(lease));
    command.addAll(List.of("sleep", "100"));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    started.add(process);
    return process;
  }

  /// By its command line, which it shares with what the process was started with.
  private Optional<ProcessHandle> watchdogOf(Process process) {
    String own = watchdog.before(lease).getFirst();
    return ProcessHandle.allProcesses()
        .filter(handle -> handle.pid() != process.pid())
        .filter(handle -> ProcessIdentity.of(handle.pid()).isPresent())
        .filter(handle -> handle.info().commandLine().orElse("").startsWith(own))
        .findFirst();
  }

  private void renew(long endsAt) throws IOException {
    Path fresh = folder.resolve("lease.new");
    Files.writeString(fresh, endsAt + " boot\n");
    Files.move(fresh, lease, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private long until() throws IOException {
    return Long.parseLong(Files.readString(lease).split(" ", 0)[0]) - SECOND / 50;
  }

  private static long uptime() throws IOException {
    String seconds = Files.readString(Path.of("/proc/uptime")).split(" ", 0)[0];
    return (long) (Double.parseDouble(seconds) * SECOND);
  }
}

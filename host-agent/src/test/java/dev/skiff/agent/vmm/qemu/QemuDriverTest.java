package dev.skiff.agent.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@Tag("microvm")
@TestInstance(Lifecycle.PER_CLASS)
class QemuDriverTest {
  private MicroVmHost host;

  @BeforeAll
  void openHost(@TempDir Path folder) throws Exception {
    host = new MicroVmHost(folder);
  }

  @AfterAll
  void closeHost() throws Exception {
    host.close();
  }

  private static VmExit exit(MicroVm vm) throws Exception {
    return vm.exit().get(60, TimeUnit.SECONDS);
  }

  @Test
  void shouldRunACommandAsAskedAndReportItsExitCode() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    VmDirectory directory = host.directory();
    String script =
        "id -un; id -G; pwd; hostname; echo $GREETING $HOME; cat; echo oops >&2; touch /written; exit 3";
    MicroVm vm =
        agent.driver.boot(
            directory,
            host.spec(List.of("sh", "-c", script), Map.of("GREETING", "hello"), "alice", true));
    vm.main().stdin("from the host\n".getBytes(StandardCharsets.UTF_8));
    vm.main().closeStdin();
    VmExit exit = exit(vm);

    assertThat(exit.exitCode()).isEqualTo(3);
    assertThat(exit.failure()).isNull();
    assertThat(agent.output(directory, OutputKind.STDOUT))
        .isEqualTo("alice\n1001 10\n/srv/here\nvm-under-test\nhello /home/alice\nfrom the host\n");
    assertThat(agent.output(directory, OutputKind.STDERR)).startsWith("oops\ntouch:");
    assertThat(vm.phases().vmmStarted()).isPositive();
    assertThat(vm.phases().guestReady()).isGreaterThan(vm.phases().vmmStarted());
    assertThat(vm.phases().commandStarted()).isGreaterThanOrEqualTo(vm.phases().guestReady());
    assertThat(VmDirectories.vmmAlive(directory)).isFalse();
    assertThat(VmDirectories.exit(directory)).contains(exit);
  }

  @Test
  void shouldRunFurtherProcessesAndStopTheCommand() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    VmDirectory directory = host.directory();
    MicroVm vm =
        agent.driver.boot(
            directory,
            host.shell("trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 1; done"));

    ExecRecorder cat = new ExecRecorder();
    GuestProcess catProcess =
        vm.exec(new ExecSpec(List.of("cat"), Map.of(), null, null, false, true), cat);
    byte[] line = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);
    catProcess.stdin(line);
    catProcess.closeStdin();
    assertThat(cat.code()).isZero();
    assertThat(cat.out()).hasSize(line.length);

    ExecRecorder terminal = new ExecRecorder();
    GuestProcess terminalProcess =
        vm.exec(
            new ExecSpec(
                List.of("sh", "-c", "tty; read answer; stty size; echo got $answer >&2; exit 5"),
                Map.of(),
                null,
                null,
                true,
                true),
            terminal);
    terminalProcess.resize(101, 33);
    terminalProcess.stdin("yes\n".getBytes(StandardCharsets.UTF_8));
    assertThat(terminal.code()).isEqualTo(5);
    assertThat(terminal.out()).contains("/dev/pts/").contains("33 101").contains("got yes");

    ExecRecorder missing = new ExecRecorder();
    vm.exec(new ExecSpec(List.of("nosuch"), Map.of(), null, null, false, false), missing);
    assertThat(missing.code()).isEqualTo(127);
    assertThat(missing.err()).contains("nosuch: not found");

    ExecRecorder signalled = new ExecRecorder();
    GuestProcess sleeper =
        vm.exec(
            new ExecSpec(List.of("sleep", "1000"), Map.of(), null, null, false, false), signalled);
    sleeper.signal(15);
    assertThat(signalled.code()).isEqualTo(143);

    vm.stop(java.time.Duration.ofSeconds(30));
    VmExit exit = exit(vm);
    assertThat(exit.exitCode()).isEqualTo(7);
    assertThat(agent.output(directory, OutputKind.STDOUT)).isEqualTo("up\nbye\n");
  }
}

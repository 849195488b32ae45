package dev.skiff.agent.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.spec.Serve;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real microVMs that serve: without a command of their own, and with one that listens.
@Tag("microvm")
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class QemuServeTest {
  private MicroVmHost host;

  @BeforeAll
  void openHost(@TempDir Path folder) throws Exception {
    host = new MicroVmHost(folder);
  }

  @AfterAll
  void closeHost() throws Exception {
    host.close();
  }

  private BootSpec serving(Serve.Protocol protocol, String user, String... command) {
    return host.spec(List.of(command), Map.of("GREETING", "hello"), user, false)
        .serving(new Serve(protocol, 8080, 2, 20, "default/f@1"));
  }

  @Test
  void shouldRunNothingUntilItIsAskedAndGiveExecsWhatTheCommandWouldHave() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    VmDirectory directory = host.directory();
    agent.driver.boot(directory, serving(Serve.Protocol.STDIO, "alice", "cat")).detach();

    MicroVm vm = host.agent().driver.adopt(directory).orElseThrow();
    assertThat(vm.serving()).satisfies(how -> assertThat(how.command()).containsExactly("cat"));
    ExecRecorder script = new ExecRecorder();
    GuestProcess process =
        vm.exec(
            new ExecSpec(
                List.of("sh", "-c", "id -un; pwd; echo $GREETING; cat"),
                Map.of(),
                null,
                null,
                false,
                true),
            script);
    process.stdin("an event\n".getBytes(StandardCharsets.UTF_8));
    process.closeStdin();
    assertThat(script.code()).isZero();
    assertThat(script.out()).isEqualTo("alice\n/srv/here\nhello\nan event\n");

    ExecRecorder counter = new ExecRecorder();
    GuestProcess counting =
        vm.exec(new ExecSpec(List.of("wc", "-c"), Map.of(), null, null, false, true), counter);
    counting.stdin(new byte[1_000_000]);
    counting.closeStdin();
    assertThat(counter.code()).isZero();
    assertThat(counter.out()).as("though it says nothing meanwhile").isEqualTo("1000000\n");

    vm.stop(Duration.ofSeconds(30));
    VmExit exit = vm.exit().get(60, TimeUnit.SECONDS);
    assertThat(exit.exitCode()).isZero();
    assertThat(exit.failure()).isNull();
  }

  @Test
  void shouldConnectToWhatListensInTheGuest() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    VmDirectory directory = host.directory();
    MicroVm vm =
        agent.driver.boot(
            directory,
            serving(
                Serve.Protocol.HTTP,
                "root",
                "sh",
                "-c",
                "echo listening on $PORT; sleep 1; exec nc -ll -p $PORT -e cat"));
    ExecRecorder first = new ExecRecorder();
    ExecRecorder second = new ExecRecorder();
    byte[] much = "0123456789".repeat(30_000).getBytes(StandardCharsets.US_ASCII);
    GuestProcess one = vm.connect(8080, first);
    GuestProcess two = vm.connect(8080, second);
    one.stdin(much);
    two.stdin(much);
    one.closeStdin();
    two.closeStdin();
    assertThat(first.code()).isZero();
    assertThat(second.code()).isZero();
    assertThat(first.out()).hasSize(much.length);
    assertThat(second.out()).isEqualTo(new String(much, StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> vm.connect(8081, new ExecRecorder()))
        .isInstanceOfSatisfying(
            VmmException.class, e -> assertThat(e.code()).isEqualTo("connection-failed"));
    assertThat(agent.output(directory, OutputKind.STDOUT)).isEqualTo("listening on 8080\n");
    ExecRecorder open = new ExecRecorder();
    vm.connect(8080, open).signal(9);
    assertThat(open.code()).as("closed").isZero();
    vm.kill();
    assertThat(vm.exit().get(60, TimeUnit.SECONDS).failure()).isEqualTo("killed");
  }

  @Test
  void shouldSayWhyAVmWillNeverServe() throws Exception {
    VmDirectory directory = host.directory();
    assertThatThrownBy(() ->
            host.agent()
                .driver
                .boot(
                    directory,
                    serving(Serve.Protocol.HTTP, "root", "sh", "-c", "echo no good; exit 3")))
        .isInstanceOfSatisfying(
            VmmException.class, e -> assertThat(e.code()).isEqualTo("command-ended"))
        .hasMessageContaining("exit code 3");
    assertThat(host.agent().output(directory, OutputKind.STDOUT)).isEqualTo("no good\n");
  }
}

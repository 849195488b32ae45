package dev.skiff.agent.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.contracts.spec.Serve;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real microVMs that go on from one snapshot.
@Tag("microvm")
@Timeout(180)
class QemuCloneTest {
  @TempDir Path folder;
  private final Queue<MicroVm> booted = new ConcurrentLinkedQueue<>();
  private MicroVmHost host;

  @BeforeEach
  void openHost() throws Exception {
    host = new MicroVmHost(folder);
  }

  @AfterEach
  void closeHost() throws Exception {
    for (MicroVm vm : booted) {
      vm.kill();
      vm.exit().get(30, TimeUnit.SECONDS);
    }
    host.close();
  }

  private BootSpec spec(String name) {
    return host.spec(List.of("cat"), Map.of(), null, false)
        .named(name)
        .serving(new Serve(Serve.Protocol.STDIO, 8080, 1, 20, "default/f@1"));
  }

  private MicroVm boot(MicroVmHost.Agent agent, VmDirectory directory, BootSpec spec)
      throws Exception {
    MicroVm vm = agent.driver.boot(directory, spec);
    booted.add(vm);
    return vm;
  }

  private Path snapshot() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("data/snapshots"))) {
      return all.toList().getFirst();
    }
  }

  @Test
  void shouldMakeEachAMachineOfItsOwn() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    MicroVm first = boot(agent, host.directory(), spec("one"));
    assertThat(agent.driver.isCheap(spec("two"))).isTrue();
    MicroVm second = boot(agent, host.directory(), spec("two"));
    MicroVm third = boot(host.agent(), host.directory(), spec("three"));
    assertThat(first.phases().restored()).as("it waited for a boot").isFalse();
    assertThat(second.phases().restored()).isTrue();
    assertThat(third.phases().restored()).as("also by a later agent").isTrue();

    List<String> drawn = new ArrayList<>();
    for (MicroVm vm : List.of(first, second, third)) {
      drawn.add(said(vm, "cat /proc/sys/kernel/random/uuid"));
      drawn.add(said(vm, "head -c 16 /dev/urandom | od -An -tx1"));
      drawn.add(said(vm, "cat /etc/machine-id"));
      drawn.add(said(vm, "hostname"));
    }
    assertThat(drawn).doesNotHaveDuplicates().doesNotContain("0".repeat(32), "");
    assertThat(drawn.get(3)).isEqualTo("one");
    assertThat(drawn.get(7)).isEqualTo("two");
    long now = System.currentTimeMillis() / 1_000;
    assertThat(Long.parseLong(said(third, "date +%s"))).isBetween(now - 1, now + 20);

    assertThat(said(second, "echo mine > /written; cat /written")).isEqualTo("mine");
    assertThat(said(third, "cat /written || echo none")).as("a disk of its own").endsWith("none");
    assertThat(agent.driver.restoresFailed()).isZero();
  }

  @Test
  void shouldBootOnceForThoseThatAreAskedForTogether() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    List<VmDirectory> directories = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      directories.add(host.directory());
    }
    int restored = 0;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<MicroVm>> vms = new ArrayList<>();
      for (VmDirectory directory : directories) {
        vms.add(callers.submit(() -> boot(agent, directory, spec("together"))));
      }
      for (Future<MicroVm> vm : vms) {
        restored += vm.get().phases().restored() ? 1 : 0;
      }
    }
    assertThat(restored).isEqualTo(3);
  }

  @Test
  void shouldBootWhereTheMemoryIsNotWhatWasSaved() throws Exception {
    boot(host.agent(), host.directory(), spec("one"));
    spoil(snapshot().resolve("ram.bin"), 20 << 20);

    MicroVmHost.Agent agent = host.agent();
    MicroVm vm = boot(agent, host.directory(), spec("two"));
    assertThat(vm.phases().restored()).isFalse();
    assertThat(said(vm, "hostname")).isEqualTo("two");
    assertThat(agent.driver.restoresFailed()).isOne();
    assertThat(folder.resolve("data/snapshots")).isEmptyDirectory();
  }

  @Test
  void shouldBootWhereQemuDoesNotTakeTheMachineAndLetOthersGoOn() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    MicroVm first = boot(agent, host.directory(), spec("one"));
    spoil(snapshot().resolve("device.state"), 3);

    MicroVm second = boot(agent, host.directory(), spec("two"));
    assertThat(second.phases().restored()).isFalse();
    assertThat(said(second, "hostname")).isEqualTo("two");
    assertThat(agent.driver.restoresFailed()).isOne();
    assertThat(said(first, "head -c 3000000 /bin/busybox | wc -c"))
        .as("it has what it needs")
        .isNotEmpty();
    assertThat(boot(agent, host.directory(), spec("three")).phases().restored()).isFalse();
    assertThat(boot(agent, host.directory(), spec("four")).phases().restored()).isTrue();
  }

  @Test
  void shouldGoOnWithAServerThatIsReadyAndWithItsLog() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    BootSpec server =
        host.spec(
                List.of("sh", "-c", "echo starting; exec nc -ll -p $PORT -e cat"),
                Map.of(),
                null,
                false)
            .serving(new Serve(Serve.Protocol.HTTP, 8080, 1, 20, "default/server@1"));
    boot(agent, host.directory(), server);
    VmDirectory directory = host.directory();
    agent.driver.boot(directory, server).detach();

    MicroVm vm = host.agent().driver.adopt(directory).orElseThrow();
    ExecRecorder echo = new ExecRecorder();
    var connection = vm.connect(8080, echo);
    connection.stdin("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    connection.closeStdin();
    assertThat(echo.code()).isZero();
    assertThat(echo.out()).isEqualTo("hello");
    assertThat(host.agent().output(directory, OutputKind.STDOUT)).isEqualTo("starting\n");
    vm.stop(java.time.Duration.ofSeconds(20));
    assertThat(vm.exit().get().exitCode()).as("nc ends by SIGTERM").isEqualTo(143);
  }

  @Test
  void shouldEndAVmThatWasNotYetItselfWhenItsAgentDied() throws Exception {
    VmDirectory directory = host.directory();
    host.agent().driver.boot(directory, spec("one")).detach();
    Path note = directory.path().resolve("vmm.json");
    Files.writeString(
        note, Files.readString(note).replace("\"restoring\":false", "\"restoring\":true"));

    assertThat(host.agent().driver.adopt(directory)).isEmpty();
    assertThat(VmDirectories.vmmAlive(directory)).isFalse();
  }

  private static void spoil(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int old = bytes.read();
      bytes.seek(at);
      bytes.write(old ^ 0x55);
    }
  }

  private static String said(MicroVm vm, String script) throws Exception {
    ExecRecorder shell = new ExecRecorder();
    vm.exec(new ExecSpec(List.of("sh", "-c", script), Map.of(), null, null, false, false), shell);
    assertThat(shell.code()).as("%s%s", shell.out(), shell.err()).isZero();
    return shell.out().strip();
  }
}

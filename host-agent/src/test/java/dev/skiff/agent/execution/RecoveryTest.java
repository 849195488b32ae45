package dev.skiff.agent.execution;

import static dev.skiff.agent.execution.Bench.RUN;
import static dev.skiff.agent.execution.Bench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.agent.core.FoundVm;
import dev.skiff.agent.journal.VmNote;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.VmmNote;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.VmHold;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(folder);
    bench.journal.vms().accept(VmNote.accepted(RUN, "skiff/busybox", SMALL, 1, "fake", true));
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  @Test
  void shouldAdoptWhatRuns() throws Exception {
    bench.journal.vms().begin(RUN);
    FakeDriver.FakeVm vm = new FakeDriver.FakeVm();
    vm.pause();
    bench.driver.adoptable = vm;
    Recovery.Found found = new Recovery(bench.workshop).run();
    assertThat(found.vms())
        .containsExactly(new FoundVm.Running(RUN, SMALL, "skiff/busybox", 1, true, VmHold.PAUSED));
    assertThat(found.adopted()).containsEntry(RUN, vm);
  }

  @Test
  void shouldLearnHowAVmEndedWhileNobodyWatched() throws Exception {
    bench.journal.vms().begin(RUN);
    VmmNote.writeExit(bench.vms.directory(RUN), new VmExit(5, 0, false, null, null, 99));
    assertThat(exitOf(new Recovery(bench.workshop).run()))
        .isEqualTo(new ExitStatus(5, 0, false, null, null, 99));
    // And it stays learnt, for the next agent too.
    assertThat(bench.journal.vms().read(bench.vms.directory(RUN)).orElseThrow().exit()).isNotNull();
  }

  @Test
  void shouldSayThatAVmDiedWhenNothingIsLeftOfIt() throws Exception {
    bench.journal.vms().begin(RUN);
    assertThat(exitOf(new Recovery(bench.workshop).run()).failure()).isEqualTo("vmm-died");
  }

  @Test
  void shouldEndAVmThatCannotBeAdopted() throws Exception {
    bench.journal.vms().begin(RUN);
    bench.driver.adoptionFails = new VmmException("guest-misbehaved", "it stutters");
    assertThat(exitOf(new Recovery(bench.workshop).run()).failure()).isEqualTo("adoption-failed");
  }

  @Test
  void shouldRememberWhetherAnEndWasReported() throws Exception {
    ExitStatus exit = new ExitStatus(5, 0, false, null, null, 99);
    bench.journal.vms().begin(RUN);
    bench.journal.vms().end(RUN, exit);
    bench.journal.vms().markReported(RUN);
    assertThat(new Recovery(bench.workshop).run().vms())
        .containsExactly(new FoundVm.Over(RUN, SMALL, "skiff/busybox", 1, exit, true));
  }

  @Test
  void shouldClearAwayWhatNeverBegan() throws Exception {
    assertThat(new Recovery(bench.workshop).run().vms())
        .containsExactly(new FoundVm.NeverStarted(RUN));
    assertThat(folder.resolve("vms")).isEmptyDirectory();
  }

  @Test
  void shouldClearAwayDirectoriesThatBelongToNothing() throws Exception {
    bench.journal.vms().forget(RUN);
    Path strange = Files.createDirectories(folder.resolve("vms/strange"));
    Files.writeString(strange.resolve("vm.json"), "{\"vm\":");
    Path stray = Files.createDirectories(folder.resolve("vms/j0-aaaa.0-1"));
    Files.writeString(stray.resolve("console.log"), "boo");
    assertThat(new Recovery(bench.workshop).run().vms()).isEmpty();
    assertThat(folder.resolve("vms")).isEmptyDirectory();
  }

  private static ExitStatus exitOf(Recovery.Found found) {
    assertThat(found.adopted()).isEmpty();
    return ((FoundVm.Over) found.vms().getFirst()).exit();
  }
}

package dev.skiff.agent.execution;

import static dev.skiff.agent.execution.Bench.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HostVmsTest {
  @TempDir Path folder;

  @Test
  void shouldTellWhenAVmIsUpAndWhenItIsOver() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.vms.boot(Bench.boot(RUN));
      assertThat(bench.started.get()).isEqualTo(new StartPhases(1, 2, 3, 4));
      assertThat(bench.vms.vm(RUN)).isPresent();
      bench.driver.vm.exit.complete(FakeDriver.exit(3, null));
      assertThat(bench.ended.get().code()).isEqualTo(3);
      assertThat(bench.vms.vm(RUN)).isEmpty();
    }
  }

  @Test
  void shouldReportAFailedBootWithItsReason() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.driver.bootFails = new VmmException("boot-timeout", "the guest said nothing");
      bench.vms.boot(Bench.boot(RUN));
      assertThat(bench.ended.get().failure()).isEqualTo("boot-timeout");
      assertThat(bench.ended.get().detail()).isEqualTo("the guest said nothing");
    }
  }

  @Test
  void shouldSayCommandNotFoundAsAShellDoes() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.driver.bootFails = new VmmException("command-not-found", "no such program");
      bench.vms.boot(Bench.boot(RUN));
      assertThat(bench.ended.get().code()).isEqualTo(127);
    }
  }

  @Test
  void shouldSurviveADriverThatThrowsAnything() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.driver.bootThrows = new IllegalStateException("a bug");
      bench.vms.boot(Bench.boot(RUN));
      assertThat(bench.ended.get().failure()).isEqualTo("agent-failed");
    }
  }

  @Test
  void shouldCallABootOff() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.driver.mayBoot = new CountDownLatch(1);
      bench.vms.boot(Bench.boot(RUN));
      bench.driver.bootBegun.await();
      bench.vms.end(RUN, Duration.ZERO);
      assertThat(bench.ended.get().failure()).isEqualTo("killed");
      assertThat(bench.journal.vms().read(bench.vms.directory(RUN)).orElseThrow().exit())
          .isEqualTo(bench.ended.get());
    }
  }

  @Test
  void shouldCallABootOffThatWaitsForItsTurn() throws Exception {
    try (Bench bench = new Bench(folder, new Semaphore(0))) {
      bench.vms.boot(Bench.boot(RUN));
      bench.vms.end(RUN, Duration.ofSeconds(10));
      assertThat(bench.ended.get().failure()).isEqualTo("killed");
      assertThat(bench.driver.boots).hasValue(0);
    }
  }

  @Test
  void shouldNoteTheBeginBeforeItBoots() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.driver.mayBoot = new CountDownLatch(1);
      bench.vms.boot(Bench.boot(RUN));
      bench.driver.bootBegun.await();
      assertThat(bench.journal.vms().read(bench.vms.directory(RUN)).orElseThrow().begun()).isTrue();
      bench.driver.mayBoot.countDown();
    }
  }

  @Test
  void shouldLetGoOfVmsWithoutEndingThem() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.vms.boot(Bench.boot(RUN));
      bench.started.get();
      bench.vms.close();
      assertThat(bench.driver.vm.detached).isTrue();
      assertThat(bench.driver.vm.exit).isNotDone();
      assertThat(bench.ended).isNotDone();
    }
  }

  @Test
  void shouldEndAllVmsWhenAsked() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.vms.boot(Bench.boot(RUN));
      bench.started.get();
      bench.vms.endAll(Duration.ofSeconds(1));
      assertThat(bench.ended.get(5, TimeUnit.SECONDS).code()).isEqualTo(143);
    }
  }

  @Test
  void shouldPauseAndResumeAndReportEach() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.vms.boot(Bench.boot(RUN));
      bench.started.get();
      bench.vms.hold(RUN, VmHold.PAUSED);
      assertThat(bench.holds.take()).isEqualTo(VmHold.PAUSED);
      assertThat(bench.driver.vm.hold).isEqualTo(VmHold.PAUSED);
      bench.vms.hold(RUN, VmHold.NONE);
      assertThat(bench.holds.take()).isEqualTo(VmHold.NONE);
      bench.vms.hold(RUN, VmHold.NONE);
      assertThat(bench.holds.take()).as("once more, for it is so").isEqualTo(VmHold.NONE);
    }
  }

  @Test
  void shouldSayWhatADriverCannotDo() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.vms.boot(Bench.boot(RUN));
      bench.started.get();
      bench.vms.hold(RUN, VmHold.SUSPENDED);
      assertThat(bench.refusals.take()).isEqualTo("not-supported");
    }
  }

  @Test
  void shouldWriteTheLeaseBeforeAnExclusiveVmBoots() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.workshop.lease().renew(77);
      bench.vms.boot(Bench.boot(RUN, true));
      bench.started.get();
      Path lease = Objects.requireNonNull(bench.driver.lastSpec).leaseFile();
      assertThat(lease).isEqualTo(bench.workshop.lease().path()).content().startsWith("77 ");
      assertThat(bench.journal.vms().read(bench.vms.directory(RUN)).orElseThrow().exclusive())
          .isTrue();
    }
  }

  @Test
  void shouldSayThatTheLeaseEndedAVmAndNoteIt() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.vms.boot(Bench.boot(RUN, true));
      bench.started.get();
      bench.vms.expire(RUN);
      assertThat(bench.ended.get().failure()).isEqualTo("lease-ended");
      assertThat(bench.journal.vms().read(bench.vms.directory(RUN)).orElseThrow().exit())
          .isEqualTo(bench.ended.get());
    }
  }

  @Test
  void shouldForgetDirectoriesAndNotComplainAboutLateMarks() throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.driver.bootFails = new VmmException("boot-timeout", "the guest said nothing");
      bench.vms.boot(Bench.boot(RUN));
      bench.ended.get();
      bench.vms.markReported(RUN);
      bench.vms.forget(RUN);
      bench.vms.markReported(RUN);
      await().until(() -> !Files.exists(bench.vms.directory(RUN).path()));
    }
    assertThat(folder.resolve("vms")).isEmptyDirectory();
  }
}

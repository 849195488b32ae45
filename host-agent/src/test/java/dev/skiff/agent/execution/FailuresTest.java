package dev.skiff.agent.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.report.ExitStatus;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void shouldTellAFullDiskFromABrokenOne() {
    assertThat(Failures.of(new IOException("vm.json: No space left on device"), 5))
        .isEqualTo(ExitStatus.failed("disk-full", "vm.json: No space left on device", 5));
    assertThat(Failures.of(new IOException("vm.json: Input/output error"), 5).failure())
        .isEqualTo("disk-failed");
  }

  @Test
  void shouldGiveTheExitCodesOfAShellToCommandsThatCannotRun() {
    assertThat(Failures.of(new VmmException("command-not-found", "none"), 5).code()).isEqualTo(127);
    assertThat(Failures.of(new VmmException("command-not-executable", "none"), 5).code())
        .isEqualTo(126);
    assertThat(Failures.of(new VmmException("boot-timeout", "none"), 5).code()).isNull();
  }

  @Test
  void shouldPassOnHowAVmEnded() {
    assertThat(Failures.of(new VmExit(137, 9, true, null, "out of memory", 8)))
        .isEqualTo(new ExitStatus(137, 9, true, null, "out of memory", 8));
  }
}

package dev.skiff.agent.core;

import static dev.skiff.agent.core.CoreFixture.VM;
import static dev.skiff.agent.core.CoreFixture.accepted;
import static dev.skiff.agent.core.CoreFixture.kill;
import static dev.skiff.agent.core.CoreFixture.startRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.Report;
import org.junit.jupiter.api.Test;

class RunsOfVmsTest {
  private final CoreFixture host = CoreFixture.joined();

  @Test
  void shouldStartEachVmOfARun() {
    AgentStep step = host.order(1, startRun(VM, 3, 1));
    assertThat(step.effects())
        .containsExactly(
            CoreFixture.boot(vm(0), 1, host.now),
            CoreFixture.boot(vm(1), 1, host.now),
            CoreFixture.boot(vm(2), 1, host.now));
    assertThat(step.reports())
        .containsExactly(
            accepted(vm(0), 1, host.now),
            accepted(vm(1), 1, host.now),
            accepted(vm(2), 1, host.now));
  }

  @Test
  void shouldRefuseOnlyThoseThatDoNotFit() {
    AgentStep step = host.order(1, startRun(VM, 6, 1));
    assertThat(step.effects()).hasSize(4);
    assertThat(step.reports())
        .filteredOn(Report.VmRefused.class::isInstance)
        .extracting(report -> ((Report.VmRefused) report).vm())
        .containsExactly(vm(4), vm(5));
  }

  @Test
  void shouldTakeAnOlderRunOnlyForVmsOfWhichNothingNewerIsKnown() {
    host.order(9, kill(vm(1), 1));
    AgentStep step = host.order(8, startRun(VM, 3, 1));
    assertThat(step.effects())
        .extracting(effect -> ((AgentEffect.Boot) effect).run().vm())
        .containsExactly(vm(0), vm(2));
  }

  private static VmId vm(int index) {
    return new VmId(VM.job(), index);
  }
}

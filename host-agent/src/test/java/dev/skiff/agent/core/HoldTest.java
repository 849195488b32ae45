package dev.skiff.agent.core;

import static dev.skiff.agent.core.CoreFixture.VM;
import static dev.skiff.agent.core.CoreFixture.kill;
import static dev.skiff.agent.core.CoreFixture.running;
import static dev.skiff.agent.core.CoreFixture.start;
import static dev.skiff.agent.core.CoreFixture.stop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.VmHold;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldTest {
  private static final VmRun RUN = new VmRun(VM, 1);
  private static final Order PAUSE = new Order.Pause(VM, 1);
  private static final Order RESUME = new Order.Resume(VM, 1);

  private final CoreFixture host = CoreFixture.joined();

  @Test
  void shouldPauseAndResumeARunningVmAndReportEach() {
    run();
    assertThat(host.order(2, PAUSE).effects())
        .containsExactly(new AgentEffect.Hold(RUN, VmHold.PAUSED));
    assertThat(held(VmHold.PAUSED).reports()).containsExactly(new Report.VmPaused(VM, 1));
    assertThat(host.core.runs().getFirst().hold()).isEqualTo(VmHold.PAUSED);
    assertThat(host.order(3, RESUME).effects())
        .containsExactly(new AgentEffect.Hold(RUN, VmHold.NONE));
    assertThat(held(VmHold.NONE).reports()).containsExactly(new Report.VmResumed(VM, 1));
  }

  @Test
  void shouldReportAgainWhatIsSoAlready() {
    run();
    assertThat(host.order(2, RESUME).reports()).containsExactly(new Report.VmResumed(VM, 1));
    host.order(3, PAUSE);
    assertThat(host.order(4, PAUSE)).as("it is being done").isEqualTo(nothing());
    held(VmHold.PAUSED);
    AgentStep again = host.order(5, PAUSE);
    assertThat(again.effects()).isEmpty();
    assertThat(again.reports()).containsExactly(new Report.VmPaused(VM, 1));
  }

  @Test
  void shouldPauseAVmThatIsStillBootingOnceItsCommandRuns() {
    host.order(1, start(VM, 1));
    assertThat(host.order(2, PAUSE)).isEqualTo(nothing());
    AgentStep started = host.started(VM, 1);
    assertThat(started.reports()).containsExactly(running(VM, 1));
    assertThat(started.effects()).containsExactly(new AgentEffect.Hold(RUN, VmHold.PAUSED));
  }

  @Test
  void shouldForgetAPauseThatWasTakenBackBeforeTheCommandRan() {
    host.order(1, start(VM, 1));
    host.order(2, PAUSE);
    host.order(3, RESUME);
    assertThat(host.started(VM, 1).effects()).isEmpty();
  }

  @Test
  void shouldSayWhatCannotBeDoneAndTryAgainWhenItIsOrderedAgain() {
    run();
    Order suspend = new Order.Suspend(VM, 1);
    AgentEffect effect = new AgentEffect.Hold(RUN, VmHold.SUSPENDED);
    assertThat(host.order(2, suspend).effects()).containsExactly(effect);
    assertThat(
            host.handle(
                    new AgentInput.Unchanged(
                        RUN, VmHold.SUSPENDED, "not-supported", "the driver cannot"))
                .reports())
        .containsExactly(new Report.VmUnchanged(VM, 1, "not-supported", "the driver cannot"));
    assertThat(host.order(3, suspend).effects()).containsExactly(effect);
  }

  @Test
  void shouldStickToTheNewerOrderWhenTheOlderOneFails() {
    run();
    host.order(2, PAUSE);
    host.order(3, RESUME);
    host.handle(new AgentInput.Unchanged(RUN, VmHold.PAUSED, "vmm-failed", "it is busy"));
    assertThat(held(VmHold.NONE).reports()).containsExactly(new Report.VmResumed(VM, 1));
  }

  @Test
  void shouldStopAndKillAVmThatStandsStill() {
    run();
    host.order(2, PAUSE);
    held(VmHold.PAUSED);
    assertThat(host.order(3, stop(VM, 1, 5_000)).effects())
        .containsExactly(new AgentEffect.Stop(RUN, 5_000));
    assertThat(held(VmHold.NONE).reports()).as("it only goes on to end").isEmpty();
    assertThat(host.order(4, PAUSE)).as("its end is on the way").isEqualTo(nothing());
    assertThat(host.order(5, kill(VM, 1)).effects()).containsExactly(new AgentEffect.Kill(RUN));
  }

  @Test
  void shouldAnswerAPauseOfSomethingUnknown() {
    assertThat(host.order(1, PAUSE).reports())
        .singleElement()
        .isInstanceOfSatisfying(
            Report.VmEnded.class, end -> assertThat(end.exit().failure()).isEqualTo("unknown-vm"));
  }

  @Test
  void shouldTellACellThatItJoinsWhichVmsStandStill() {
    run();
    host.order(2, PAUSE);
    held(VmHold.PAUSED);
    AgentStep joined = host.handle(new AgentInput.SessionOpened(CoreFixture.SESSION + 1));
    assertThat(((Report.Joined) joined.reports().getFirst()).running())
        .containsExactly(new RunningVm(VM, 1, CoreFixture.SMALL, VmHold.PAUSED));
  }

  private void run() {
    host.order(1, start(VM, 1));
    host.started(VM, 1);
  }

  private AgentStep held(VmHold hold) {
    return host.handle(new AgentInput.Held(RUN, hold));
  }

  private static AgentStep nothing() {
    return new AgentStep(List.of(), List.of());
  }
}

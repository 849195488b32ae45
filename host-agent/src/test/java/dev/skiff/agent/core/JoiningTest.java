package dev.skiff.agent.core;

import static dev.skiff.agent.core.CoreFixture.OTHER;
import static dev.skiff.agent.core.CoreFixture.SESSION;
import static dev.skiff.agent.core.CoreFixture.SMALL;
import static dev.skiff.agent.core.CoreFixture.VM;
import static dev.skiff.agent.core.CoreFixture.exited;
import static dev.skiff.agent.core.CoreFixture.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.wire.Codecs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoiningTest {
  private static final VmId THIRD = VmId.parse("j0-dddd.0");

  @Test
  void shouldTellWhatRunsWhatEndedAndWhatNeverBegan() {
    CoreFixture host = new CoreFixture();
    host.handle(
        new AgentInput.Recovered(
            List.of(
                running(new VmRun(VM, 2)),
                new FoundVm.Over(new VmRun(OTHER, 1), SMALL, "i", 1, exited(4), false),
                new FoundVm.Over(new VmRun(OTHER, 2), SMALL, "i", 1, exited(5), true),
                new FoundVm.NeverStarted(new VmRun(THIRD, 1))),
            0));
    AgentStep joined = host.handle(new AgentInput.SessionOpened(SESSION));
    assertThat(joined.reports())
        .containsExactly(
            new Report.Joined(
                CoreFixture.JOURNAL,
                CoreFixture.facts(),
                List.of(new RunningVm(VM, 2, SMALL, VmHold.NONE)),
                List.of(new FinishedVm(OTHER, 1, exited(4)))),
            new Report.VmRefused(
                THIRD,
                1,
                "agent-restarted",
                "the agent was restarted before it began with the VM"));
    assertThat(host.core.used()).isEqualTo(SMALL);
    assertThat(host.order(3, start(THIRD, 1)).effects()).as("it was refused").isEmpty();
    assertThat(host.order(4, start(VM, 2)).effects()).as("it runs").isEmpty();
    assertThat(host.deliver(joined).effects())
        .containsExactly(new AgentEffect.MarkReported(new VmRun(OTHER, 1)));
  }

  @Test
  void shouldSayNothingBeforeItHasJoined() {
    CoreFixture host = new CoreFixture();
    host.handle(new AgentInput.Recovered(List.of(running(new VmRun(VM, 1))), 0));
    assertThat(host.ended(VM, 1, 9).reports()).isEmpty();
    assertThat(host.handle(new AgentInput.SessionOpened(SESSION)).reports())
        .containsExactly(
            new Report.Joined(
                CoreFixture.JOURNAL,
                CoreFixture.facts(),
                List.of(),
                List.of(new FinishedVm(VM, 1, exited(9)))));
  }

  @Test
  void shouldJoinAgainWhenTheCellAsksWithAnEmptyBatch() {
    CoreFixture host = CoreFixture.joined();
    host.order(1, start(VM, 1));
    host.order(1, start(OTHER, 1));
    assertThat(host.order(2).effects()).singleElement().isInstanceOf(AgentEffect.Rejoin.class);
    assertThat(host.order(2).effects()).as("once is enough").isEmpty();
    assertThat(host.order(3, start(THIRD, 1)).effects()).as("the session is over").isEmpty();
    assertThat(host.started(VM, 1).reports()).isEmpty();
    assertThat(host.ended(OTHER, 1, 6).reports()).isEmpty();
    assertThat(host.handle(new AgentInput.SessionOpened(SESSION + 1)).reports())
        .containsExactly(
            new Report.Joined(
                CoreFixture.JOURNAL,
                CoreFixture.facts(),
                List.of(new RunningVm(VM, 1, SMALL, VmHold.NONE)),
                List.of(new FinishedVm(OTHER, 1, exited(6)))));
  }

  @Test
  void shouldJoinAgainAfterALongSilence() {
    CoreFixture host = CoreFixture.joined();
    host.now += 60_000_000;
    assertThat(host.handle(new AgentInput.HeartbeatDelivered()).effects())
        .as("the first one of a session ends no silence")
        .isEmpty();
    host.now += 30_000_000;
    assertThat(host.handle(new AgentInput.HeartbeatDelivered()).effects()).isEmpty();
    host.now += 30_000_001;
    assertThat(host.handle(new AgentInput.HeartbeatDelivered()).effects())
        .singleElement()
        .isInstanceOf(AgentEffect.Rejoin.class);
  }

  @Test
  void shouldCountTheSilenceFromTheMomentTheCellKnowsOfTheSession() {
    CoreFixture host = new CoreFixture();
    host.handle(new AgentInput.Recovered(List.of(), 0));
    host.deliver(host.handle(new AgentInput.SessionOpened(SESSION)));
    host.now += 30_000_001;
    assertThat(host.handle(new AgentInput.HeartbeatDelivered()).effects())
        .singleElement()
        .isInstanceOf(AgentEffect.Rejoin.class);
  }

  @Test
  void shouldTellEndsAgainThatWereGivenUp() {
    CoreFixture host = CoreFixture.joined();
    host.order(1, start(VM, 1));
    host.ended(VM, 1, 6);
    assertThat(host.handle(new AgentInput.JoinAgain("a test")).effects())
        .singleElement()
        .isInstanceOf(AgentEffect.Rejoin.class);
    AgentStep joined = host.handle(new AgentInput.SessionOpened(SESSION + 1));
    assertThat(((Report.Joined) joined.reports().getFirst()).finished())
        .containsExactly(new FinishedVm(VM, 1, exited(6)));
  }

  @Test
  void shouldFitAJoinIntoOneRecordHoweverMuchThereIsToTell() {
    List<FoundVm> found = new ArrayList<>();
    String wordy = "\u0001".repeat(ExitStatus.MAX_DETAIL);
    for (int i = 0; i < AgentLimits.MAX_SLOTS; i++) {
      VmId running = VmId.parse("j9999-aaaaaaaaaabbbbbbbbbb." + (1_000_000 + i));
      VmId over = VmId.parse("j9999-ccccccccccbbbbbbbbbb." + (1_000_000 + i));
      ExitStatus exit = ExitStatus.failed("guest-crashed", wordy, Long.MAX_VALUE);
      found.add(running(new VmRun(running, 1_000_000)));
      found.add(new FoundVm.Over(new VmRun(over, 1_000_000), SMALL, "i", 1, exit, false));
    }
    CoreFixture host = new CoreFixture();
    host.handle(new AgentInput.Recovered(found, 0));
    AgentStep step = host.handle(new AgentInput.SessionOpened(SESSION));
    Report.Joined joined = (Report.Joined) step.reports().getFirst();
    Codecs.REPORT.encode(new ReportBatch(CoreFixture.HOST, SESSION, 1, List.of(joined)));
    assertThat(joined.running()).hasSize(AgentLimits.MAX_SLOTS);
    assertThat(joined.finished().size() + step.reports().size() - 1)
        .isEqualTo(AgentLimits.MAX_SLOTS);
  }

  private static FoundVm running(VmRun run) {
    return new FoundVm.Running(run, SMALL, "i", 1, false, VmHold.NONE);
  }

  @Test
  void shouldInsistOnARaisedSession() {
    CoreFixture host = CoreFixture.joined();
    assertThatThrownBy(() -> host.handle(new AgentInput.SessionOpened(SESSION)))
        .hasMessage("session: 7 (expected: > 7)");
  }
}

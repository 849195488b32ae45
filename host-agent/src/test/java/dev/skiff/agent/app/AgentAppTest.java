package dev.skiff.agent.app;

import static dev.skiff.agent.app.TestOwner.SMALL;
import static dev.skiff.agent.app.TestOwner.exclusive;
import static dev.skiff.agent.app.TestOwner.start;
import static dev.skiff.agent.app.TestOwner.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skiff.agent.vmm.simulated.SimulatedSettings;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One agent with simulated VMs, a real broker, and a test that plays the cell.
@Timeout(120)
class AgentAppTest {
  @TempDir Path folder;
  private KafkaSettings kafka;
  private TestOwner owner;
  private AgentApp agent;

  @BeforeEach
  void startAgent() throws Exception {
    kafka = KafkaFixture.freshFleet(1);
    owner = new TestOwner(kafka);
    agent = new AgentApp(config(kafka, folder));
    agent.start();
  }

  @AfterEach
  void stopAgent() {
    agent.close();
    owner.close();
  }

  static AgentConfig config(KafkaSettings kafka, Path folder) {
    return AgentConfig.of(
            TestOwner.HOST,
            TestOwner.CELL,
            folder.resolve("agent"),
            kafka,
            new Resources(1_000, 512, 4_096, 10))
        .withLabels(Map.of("zone", "a"))
        .withDriver("simulated", new SimulatedSettings(Duration.ofMillis(5), null));
  }

  @Test
  void shouldJoinRunAVmAndReportEachStep() throws Exception {
    Report.Joined joined = owner.next(Report.Joined.class);
    assertThat(joined.facts().driver()).isEqualTo("simulated");
    assertThat(joined.facts().address()).isEqualTo(agent.address());
    assertThat(joined.facts().labels()).containsEntry("zone", "a");
    owner.order(1, start(0, 1, "sh", "-c", "echo hi; exit 4"));
    assertThat(owner.next(Report.VmsAccepted.class).orderReceived()).isPositive();
    Report.VmsStarted started = owner.next(Report.VmsStarted.class);
    assertThat(started.phases().commandStarted()).isGreaterThan(started.phases().vmmStarted());
    assertThat(owner.next(Report.VmEnded.class).exit().code()).isEqualTo(4);
    owner.order(1, new Order.Forget(vm(0), 1));
    await().until(() -> isEmpty(folder.resolve("agent/vms")));
  }

  @Test
  void shouldSayWhatIsUsedInItsHeartbeats() throws Exception {
    owner.next(Report.Joined.class);
    owner.awaitHeartbeat(1, Resources.NONE);
    owner.order(1, start(0, 1, "run"));
    owner.awaitHeartbeat(1, SMALL);
    owner.next(Report.VmsAccepted.class);
    owner.next(Report.VmsStarted.class);
    owner.order(1, new Order.Stop(vm(0), 1, 5_000));
    assertThat(owner.next(Report.VmEnded.class).exit().code()).isEqualTo(143);
    owner.awaitHeartbeat(1, Resources.NONE);
  }

  @Test
  void shouldRefuseWhatDoesNotFitAndKillWhatItIsTold() throws Exception {
    owner.next(Report.Joined.class);
    for (int i = 0; i < 4; i++) {
      owner.order(1, start(i, 1, "run"));
      owner.next(Report.VmsAccepted.class);
      owner.next(Report.VmsStarted.class);
    }
    owner.order(1, start(4, 1, "run"));
    assertThat(owner.next(Report.VmRefused.class).code()).isEqualTo("no-room");
    owner.order(1, new Order.Kill(vm(2), 1));
    assertThat(owner.next(Report.VmEnded.class).exit().failure()).isEqualTo("killed");
    owner.order(1, new Order.Kill(vm(8), 1));
    assertThat(owner.next(Report.VmEnded.class).exit().failure()).isEqualTo("unknown-vm");
  }

  @Test
  void shouldIgnoreOrdersOfAnotherSessionAndOlderOnes() throws Exception {
    owner.next(Report.Joined.class);
    owner.order(7, start(0, 1, "run"));
    owner.order(0, start(1, 1, "run"));
    owner.order(1, 500, new Order.Kill(vm(2), 2));
    assertThat(owner.next(Report.VmEnded.class).exit().failure()).isEqualTo("unknown-vm");
    owner.order(1, 400, start(2, 3, "run"));
    owner.order(1, 501, start(3, 1, "run"));
    assertThat(owner.next(Report.VmsAccepted.class).first()).isEqualTo(3);
  }

  @Test
  void shouldJoinAgainWhenItIsAskedTo() throws Exception {
    owner.next(Report.Joined.class);
    owner.order(1, start(0, 1, "run"));
    owner.next(Report.VmsAccepted.class);
    owner.next(Report.VmsStarted.class);
    owner.order(1);
    TestOwner.Heard again = owner.nextHeard(Report.Joined.class);
    assertThat(again.session()).isEqualTo(2);
    assertThat(((Report.Joined) again.report()).running())
        .containsExactly(new RunningVm(vm(0), 1, SMALL, VmHold.NONE));
    owner.order(1, new Order.Kill(vm(0), 1));
    owner.order(2, new Order.Stop(vm(0), 1, 1_000));
    assertThat(owner.next(Report.VmEnded.class).exit().code())
        .as("stopped by session 2, not killed by session 1")
        .isEqualTo(143);
  }

  @Test
  void shouldGiveEventsToAVmThatServesAlsoWhenItIsStartedAgain() throws Exception {
    owner.next(Report.Joined.class);
    Serve serve = new Serve(Serve.Protocol.HTTP, 8080, 1, 20, "default/f@1");
    VmSpec spec =
        new VmSpec("skiff/busybox", List.of("echoes"), Map.of(), null, null, false, false, SMALL)
            .serving(serve);
    owner.order(1, new Order.Start(vm(0).job(), 0, 1, 1, false, spec));
    assertThat(invoke(1)).isEqualTo("cold {\"id\":\"7\"}");
    agent.close();
    agent = new AgentApp(config(kafka, folder));
    agent.start();
    assertThat(invoke(2)).isEqualTo("warm {\"id\":\"7\"}");
  }

  private String invoke(int attempt) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(agent.address() + "/v1/vms/" + vm(0) + "/invocations"))
            .headers("Skiff-Partition", "0", "Skiff-Epoch", "3", "Skiff-Invocation", "i0-1")
            .headers("Skiff-Attempt", Integer.toString(attempt))
            .headers("Skiff-Timeout-Millis", "20000", "Skiff-Wait-Millis", "20000")
            .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"7\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.headers().firstValue("Skiff-Start").orElse("") + " " + answer.body();
    }
  }

  @Test
  void shouldAdoptItsVmsWhenItIsStartedAgain() throws Exception {
    owner.next(Report.Joined.class);
    owner.order(1, start(0, 1, "run"), start(1, 1, "sh", "-c", "sleep 3; exit 9"));
    assertThat(owner.next(Report.VmsAccepted.class).count()).isEqualTo(2);
    owner.awaitStarted(2);
    agent.close();
    agent = new AgentApp(config(kafka, folder));
    agent.start();
    TestOwner.Heard joined = owner.nextHeard(Report.Joined.class);
    assertThat(joined.session()).isEqualTo(2);
    assertThat(((Report.Joined) joined.report()).running())
        .contains(new RunningVm(vm(0), 1, SMALL, VmHold.NONE));
    assertThat(owner.next(Report.VmEnded.class).exit().code()).isEqualTo(9);
    owner.order(2, new Order.Stop(vm(0), 1, 1_000));
    assertThat(owner.next(Report.VmEnded.class).exit().code()).isEqualTo(143);
  }

  @Test
  void shouldRunAnExclusiveVmOnlyWhileItsLeaseDoes() throws Exception {
    owner.next(Report.Joined.class);
    owner.order(1, exclusive(0, 1, "run"));
    // Its room is taken while it waits.
    owner.awaitHeartbeat(1, SMALL);
    owner.lease(2_500);
    owner.next(Report.VmsAccepted.class);
    owner.next(Report.VmsStarted.class);
    assertThat(owner.next(Report.VmEnded.class).exit().failure()).isEqualTo("lease-ended");
    owner.order(1, exclusive(1, 1, "run"));
    assertThat(owner.next(Report.VmRefused.class).code()).isEqualTo("no-lease");
    owner.awaitHeartbeat(1, Resources.NONE);
  }

  @Test
  void shouldPauseResumeAndSuspend() throws Exception {
    owner.next(Report.Joined.class);
    owner.order(1, start(0, 1, "run"));
    owner.next(Report.VmsAccepted.class);
    owner.next(Report.VmsStarted.class);
    owner.order(1, start(1, 1, "run"), new Order.Pause(vm(1), 1));
    owner.next(Report.VmsAccepted.class);
    owner.next(Report.VmsStarted.class);
    assertThat(owner.next(Report.VmPaused.class).vm()).isEqualTo(vm(1));
    owner.order(1, new Order.Resume(vm(1), 1));
    owner.next(Report.VmResumed.class);
    owner.order(1, new Order.Suspend(vm(0), 1));
    owner.next(Report.VmSuspended.class);
    owner.order(1);
    assertThat(owner.next(Report.Joined.class).running())
        .extracting(RunningVm::hold)
        .containsExactly(VmHold.SUSPENDED, VmHold.NONE);
    owner.order(2, new Order.Stop(vm(0), 1, 5_000));
    assertThat(owner.next(Report.VmEnded.class).exit().code()).isEqualTo(143);
  }

  @Test
  void shouldTellOfTheImagesThatItsVmsUse() throws Exception {
    assertThat(owner.next(Report.Joined.class).facts().images()).isEmpty();
    owner.order(1, start(0, 1, "run"));
    owner.awaitImages("skiff/busybox");
  }

  @Test
  void shouldRefuseADataFolderThatIsInUse() throws Exception {
    try (AgentApp second = new AgentApp(config(kafka, folder))) {
      assertThatThrownBy(second::start)
          .isInstanceOfSatisfying(
              AgentStartException.class, e -> assertThat(e.code()).isEqualTo("data-folder-in-use"));
    }
  }

  @Test
  void shouldEndAllVmsAndReportItWhenAskedBeforeItCloses() throws Exception {
    owner.next(Report.Joined.class);
    owner.order(1, start(0, 1, "run"));
    owner.next(Report.VmsAccepted.class);
    owner.next(Report.VmsStarted.class);
    agent.stopVms(Duration.ofSeconds(2));
    agent.close();
    assertThat(owner.next(Report.VmEnded.class).exit().code()).isEqualTo(143);
  }

  private static boolean isEmpty(Path directory) throws Exception {
    try (var entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}

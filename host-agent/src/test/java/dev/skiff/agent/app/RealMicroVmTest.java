package dev.skiff.agent.app;

import static dev.skiff.agent.app.TestOwner.SMALL;
import static dev.skiff.agent.app.TestOwner.exclusive;
import static dev.skiff.agent.app.TestOwner.start;
import static dev.skiff.agent.app.TestOwner.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.qemu.GuestFolder;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// An agent in a process of its own is killed while real microVMs run.
@Timeout(240)
class RealMicroVmTest {
  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path folder;

  @AfterEach
  void leaveNothingRunning() throws IOException {
    for (VmDirectory directory : VmDirectories.list(folder.resolve("vms"))) {
      VmDirectories.remove(directory);
    }
  }

  @Test
  void shouldTakeOverRunningMicroVmsAfterItWasKilled() throws Exception {
    Path guest = GuestFolder.locate();
    KafkaSettings kafka = KafkaFixture.freshFleet(1);
    try (TestOwner owner = new TestOwner(kafka)) {
      Process first = AgentProcess.spawn(kafka, folder, guest);
      try {
        owner.next(Report.Joined.class);
        owner.order(
            1,
            start(0, 1, "sh", "-c", "echo before; sleep 12; echo after; exit 7"),
            start(1, 1, "no-such-program"));
        awaitUp(owner);
      } finally {
        first.destroyForcibly().waitFor();
      }
      VmDirectory directory = new VmDirectory(folder.resolve("vms/" + vm(0) + "-1"));
      assertThat(VmDirectories.vmmAlive(directory)).as("the VM outlives its agent").isTrue();

      try (AgentApp second = new AgentApp(AgentProcess.config(kafka, folder, guest))) {
        second.start();
        TestOwner.Heard joined = owner.nextHeard(Report.Joined.class);
        assertThat(joined.session()).isEqualTo(2);
        assertThat(((Report.Joined) joined.report()).running())
            .containsExactly(new RunningVm(vm(0), 1, SMALL, VmHold.NONE));
        Report.VmEnded ended = owner.next(Report.VmEnded.class);
        assertThat(ended.exit().code()).as("%s", ended).isEqualTo(7);
        assertThat(logs(second)).isEqualTo("before\nafter\n");
        owner.order(2, new Order.Forget(vm(0), 1), new Order.Forget(vm(1), 1));
        await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(directory.path()));
      }
    }
  }

  @Test
  void shouldGiveEventsToAMicroVmThatServesAlsoAfterItWasKilled() throws Exception {
    Path guest = GuestFolder.locate();
    KafkaSettings kafka = KafkaFixture.freshFleet(1);
    VmSpec spec =
        new VmSpec("skiff/busybox", List.of("wc", "-c"), Map.of(), null, null, false, false, SMALL)
            .serving(new Serve(Serve.Protocol.STDIO, 8080, 1, 20, "default/count@1"));
    try (TestOwner owner = new TestOwner(kafka)) {
      Process first = AgentProcess.spawn(kafka, folder, guest);
      try {
        String address = owner.next(Report.Joined.class).facts().address();
        owner.order(1, new Order.Start(vm(0).job(), 0, 1, 1, false, spec));
        assertThat(invoke(address, 1)).isEqualTo("cold 13\n");
        assertThat(invoke(address, 2)).isEqualTo("warm 13\n");
      } finally {
        first.destroyForcibly().waitFor();
      }
      try (AgentApp second = new AgentApp(AgentProcess.config(kafka, folder, guest))) {
        second.start();
        assertThat(invoke(second.address(), 3)).isEqualTo("warm 13\n");
      }
    }
  }

  private static String invoke(String address, int attempt) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/v1/vms/" + vm(0) + "/invocations"))
            .headers("Skiff-Partition", "0", "Skiff-Epoch", "3", "Skiff-Invocation", "i0-1")
            .headers("Skiff-Attempt", Integer.toString(attempt))
            .headers("Skiff-Timeout-Millis", "20000", "Skiff-Wait-Millis", "60000")
            .POST(HttpRequest.BodyPublishers.ofString("{\"an\":\"evt\"}\n"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.headers().firstValue("Skiff-Start").orElse("") + " " + answer.body();
    }
  }

  @Test
  void shouldLetNoExclusiveVmOutliveItsLeaseThoughTheAgentIsDead() throws Exception {
    Path guest = GuestFolder.locate();
    KafkaSettings kafka = KafkaFixture.freshFleet(1);
    try (TestOwner owner = new TestOwner(kafka)) {
      Process first = AgentProcess.spawn(kafka, folder, guest);
      try {
        owner.next(Report.Joined.class);
        owner.order(1, exclusive(0, 1, "sleep", "1000"));
        owner.startedUnderLeases(8_000);
      } finally {
        first.destroyForcibly().waitFor();
      }
      VmDirectory directory = new VmDirectory(folder.resolve("vms/" + vm(0) + "-1"));
      assertThat(VmDirectories.vmmAlive(directory)).as("the lease is not over yet").isTrue();
      await().atMost(Duration.ofSeconds(20)).until(() -> !VmDirectories.vmmAlive(directory));

      try (AgentApp second = new AgentApp(AgentProcess.config(kafka, folder, guest))) {
        second.start();
        assertThat(owner.next(Report.Joined.class).finished())
            .singleElement()
            .satisfies(vm -> assertThat(vm.exit().failure()).isEqualTo("lease-ended"));
      }
    }
  }

  /// The VM that runs is up, and the one whose command is not there has said so.
  private static void awaitUp(TestOwner owner) throws Exception {
    boolean up = false;
    boolean notFound = false;
    while (!up || !notFound) {
      switch (owner.next(Report.class)) {
        case Report.VmsStarted started -> up |= started.first() == 0;
        case Report.VmEnded ended -> {
          assertThat(ended.vm()).as("%s", ended).isEqualTo(vm(1));
          assertThat(ended.exit().code()).isEqualTo(127);
          assertThat(ended.exit().failure()).isEqualTo("command-not-found");
          notFound = true;
        }
        case Report.VmsAccepted _ -> {}
        case Report.VmRefused _,
            Report.Joined _,
            Report.FactsChanged _,
            Report.VmPaused _,
            Report.VmResumed _,
            Report.VmSuspended _,
            Report.VmUnchanged _ ->
            throw new AssertionError("not expected now");
      }
    }
  }

  private static String logs(AgentApp agent) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(agent.address() + "/v1/vms/" + vm(0) + "/logs")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}

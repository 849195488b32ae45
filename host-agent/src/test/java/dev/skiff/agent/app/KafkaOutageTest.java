package dev.skiff.agent.app;

import static dev.skiff.agent.app.TestOwner.start;
import static dev.skiff.agent.app.TestOwner.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.agent.core.AgentLimits;
import dev.skiff.broker.EmbeddedBroker;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kafka goes away and comes back; nothing that happened meanwhile is lost.
@Timeout(180)
class KafkaOutageTest {
  @TempDir Path folder;

  @Test
  void shouldRunOnWithoutKafkaAndTellEverythingAfterwards() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    int port = broker.port();
    KafkaSettings kafka =
        KafkaSettings.local(broker.bootstrapServers(), new Topics("skiff", 1), "test");
    TopicSetup.ensure(kafka, Duration.ofSeconds(30));
    AgentConfig config = AgentAppTest.config(kafka, folder);
    try (AgentApp agent = new AgentApp(withShortSilence(config))) {
      agent.start();
      try (TestOwner owner = new TestOwner(kafka)) {
        owner.next(Report.Joined.class);
        owner.order(1, start(0, 1, "sh", "-c", "sleep 2; exit 5"), start(1, 1, "run"));
        owner.awaitStarted(2);
        broker.close();
        await().atMost(Duration.ofSeconds(60)).until(() -> agent.link().waitingReports() > 0);
        await().atMost(Duration.ofSeconds(30)).until(() -> isSilentFor(agent, 4));
        broker = EmbeddedBroker.start(folder.resolve("broker"), port);
        TestOwner.Heard heard = owner.nextHeard(Report.class);
        List<ExitStatus> exits = new ArrayList<>();
        if (heard.report() instanceof Report.VmEnded ended) {
          // It was on its way before the agent gave the session up; otherwise the new one tells.
          exits.add(ended.exit());
          heard = owner.nextHeard(Report.Joined.class);
        }
        assertThat(heard.session()).as("it was silent for long, so it joins again").isEqualTo(2);
        Report.Joined joined = (Report.Joined) heard.report();
        joined.finished().forEach(finished -> exits.add(finished.exit()));
        assertThat(exits).extracting(ExitStatus::code).containsOnly(5).isNotEmpty();
        assertThat(joined.running()).hasSize(1);
        owner.order(2, new Order.Stop(vm(1), 1, 1_000));
        assertThat(owner.next(Report.VmEnded.class).exit().code()).isEqualTo(143);
      }
    } finally {
      broker.close();
    }
  }

  @Test
  void shouldStartWithoutKafkaAndJoinWhenItComes() throws Exception {
    EmbeddedBroker first = EmbeddedBroker.start(folder.resolve("broker"), 0);
    int port = first.port();
    KafkaSettings kafka =
        KafkaSettings.local(first.bootstrapServers(), new Topics("skiff", 1), "test");
    first.close();
    try (AgentApp agent = new AgentApp(AgentAppTest.config(kafka, folder))) {
      agent.start();
      assertThat(agent.session()).isZero();
      try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), port)) {
        assertThat(broker.port()).isEqualTo(port);
        assertThat(agent.awaitJoined(Duration.ofSeconds(60))).isTrue();
        assertThat(agent.session()).isPositive();
      }
    }
  }

  private static boolean isSilentFor(AgentApp agent, int seconds) {
    return agent.link().silence().compareTo(Duration.ofSeconds(seconds)) > 0;
  }

  private static AgentConfig withShortSilence(AgentConfig config) {
    AgentLimits usual = config.limits();
    return new AgentConfig(
        config.host(),
        config.cell(),
        config.labels(),
        config.dataFolder(),
        config.kafka(),
        config.capacity(),
        config.cpuOvercommitPercent(),
        config.driver(),
        config.simulated(),
        config.guestFolder(),
        config.http(),
        new AgentLimits(
            usual.endedKept(), usual.endedKeptMicros(), usual.vmsRemembered(), 3_000_000));
  }
}

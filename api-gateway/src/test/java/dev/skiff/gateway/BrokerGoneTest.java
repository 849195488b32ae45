package dev.skiff.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.broker.EmbeddedBroker;
import dev.skiff.contracts.Topics;
import dev.skiff.gateway.fixture.Http.Reply;
import dev.skiff.gateway.fixture.TestFleet;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerGoneTest {
  private static final String JOB = "{\"spec\":{\"vm\":{\"image\":\"a\"}}}";
  @TempDir private Path folder;

  @Test
  void shouldRefuseSubmitsWithoutABrokerAndTakeThemAgainWhenItIsBack() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    KafkaSettings kafka =
        KafkaSettings.local(broker.bootstrapServers(), new Topics("gone", 1), "test");
    TopicSetup.ensure(kafka, Duration.ofSeconds(60));
    try (TestFleet fleet = TestFleet.start(kafka, folder.resolve("spool"), config -> config)) {
      assertThat(fleet.http().postJson("/v1/jobs", JOB).status()).isEqualTo(201);
      broker.close();

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> fleet.http().get("/readyz").status() == 503);
      Reply refused = fleet.http().postJson("/v1/jobs", JOB);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.at("/code")).isEqualTo("kafka-unreachable");
      assertThat(refused.at("/detail")).startsWith("Nothing was accepted");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(fleet.http().get("/v1/jobs").status()).isEqualTo(200);

      broker = EmbeddedBroker.start(folder.resolve("broker"), broker.port());
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> fleet.http().postJson("/v1/jobs", JOB).status() == 201);
    } finally {
      broker.close();
    }
  }
}

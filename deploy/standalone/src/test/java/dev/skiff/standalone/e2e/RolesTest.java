package dev.skiff.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.standalone.e2e.fixture.Answer;
import dev.skiff.standalone.e2e.fixture.Api;
import dev.skiff.standalone.e2e.fixture.Manifest;
import dev.skiff.standalone.e2e.fixture.RolesFleet;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A fleet whose roles are processes of their own, and what becomes of requests when one is gone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private RolesFleet fleet;
  private Api api;

  @BeforeAll
  void start() throws Exception {
    fleet = RolesFleet.start();
    api = fleet.api();
  }

  @AfterAll
  void stop() {
    fleet.close();
  }

  @Test
  void shouldPlaceWithTheOtherSchedulerWhenTheOwnerIsKilled() throws Exception {
    String before = api.submit(Manifest.script("sleep 1000").named("before").count(3).json());
    awaitRunning(before, 3);
    String owner = fleet.owner();

    fleet.killScheduler(owner);
    String after =
        submitWithPatience("after", Manifest.script("sleep 1000").named("after").count(2));
    awaitRunning(after, 2);
    assertThat(fleet.owner()).as("the owner after %s was killed", owner).isNotEqualTo(owner);
    awaitRunning(before, 3);
    shouldHaveRunOnce(before, 3);
    shouldHaveRunOnce(after, 2);
    assertThat(jobsNamed("after")).isEqualTo(1);
    api.discard(before);
    api.discard(after);
  }

  @Test
  void shouldAcceptNothingWithoutKafkaAndTheSameRequestOnceAfterwards() throws Exception {
    String before = api.submit(Manifest.script("sleep 1000").named("steady").json());
    awaitRunning(before, 1);
    Manifest manifest = Manifest.script("sleep 1000").named("patient");

    fleet.stopKafka();
    Answer refused = api.post("/v1/jobs", manifest.json(), "Idempotency-Key", "patient");
    assertThat(refused.status()).as("%s", refused).isEqualTo(503);
    assertThat(refused.at("/code")).as("%s", refused).isIn("kafka-unreachable", "outcome-unknown");
    assertThat(refused.headers().firstValue("Retry-After")).as("when to ask again").isPresent();
    Answer later = api.post("/v1/jobs", manifest.json(), "Idempotency-Key", "patient");
    assertThat(later.at("/code")).as("once it is known: %s", later).isEqualTo("kafka-unreachable");

    fleet.startKafka();
    String job = submitWithPatience("patient", manifest);
    awaitRunning(job, 1);
    assertThat(jobsNamed("patient")).as("jobs made by three requests with one key").isEqualTo(1);
    shouldHaveRunOnce(job, 1);
    shouldHaveRunOnce(before, 1);
    api.discard(before);
    api.discard(job);
  }

  /// Asks again with the same key until there is an answer, as a client does.
  private String submitWithPatience(String key, Manifest manifest) {
    return Awaitility.await("a job for the key " + key)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> api.post("/v1/jobs", manifest.json(), "Idempotency-Key", key),
            answer -> {
              assertThat(answer.status()).as("%s", answer).isIn(200, 201, 503);
              return answer.status() != 503;
            })
        .at("/metadata/id");
  }

  private void awaitRunning(String job, int count) {
    for (int index = 0; index < count; index++) {
      api.awaitVm(job + "." + index, "RUNNING");
    }
  }

  private void shouldHaveRunOnce(String job, int count) {
    for (int index = 0; index < count; index++) {
      JsonNode vm = api.vm(job + "." + index);
      assertThat(vm.at("/status/incarnation").asInt()).as("how often it ran: %s", vm).isEqualTo(1);
    }
  }

  private int jobsNamed(String name) {
    return api.get("/v1/jobs?name=" + name).json().at("/items").size();
  }
}

package dev.skiff.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.standalone.e2e.fixture.Answer;
import dev.skiff.standalone.e2e.fixture.Cli;
import dev.skiff.standalone.e2e.fixture.FleetProcess;
import dev.skiff.standalone.e2e.fixture.SharedFleet;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Functions on real microVMs.
@ExtendWith(SharedFleet.class)
class FunctionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final FleetProcess fleet;
  private final Cli cli;

  FunctionTest(FleetProcess fleet) {
    this.fleet = fleet;
    this.cli = fleet.cli();
  }

  @AfterEach
  void remove() {
    for (JsonNode function : fleet.api().get("/v1/functions").json().path("items")) {
      fleet.api().delete("/v1/functions/" + function.at("/metadata/name").asText());
    }
    await().atMost(PATIENCE).until(() -> runningVms() == 0);
  }

  @Test
  void shouldBootOnceThenServeWarmScaleToZeroAndRestore() {
    deploy("shout", "--keep-alive", "2s", "--", "tr", "a-z", "A-Z");

    Answer cold = invoke("shout");
    assertThat(cold.text()).contains("\"DATA\":\"HELLO\"");
    assertThat(started(cold)).isEqualTo("cold");
    assertThat(started(invoke("shout"))).isEqualTo("warm");
    await().atMost(PATIENCE).until(() -> runningVms() == 0);
    assertThat(started(invoke("shout"))).isEqualTo("restored");
  }

  @Test
  void shouldGiveTwoClonesRandomnessOfTheirOwn() {
    deploy("dice", "--keep-alive", "1s", "--", "head", "-c", "16", "/dev/urandom");

    String first = invoke("dice").text();
    await().atMost(PATIENCE).until(() -> runningVms() == 0);
    Answer second = invoke("dice");

    assertThat(started(second)).isEqualTo("restored");
    assertThat(second.text()).isNotEqualTo(first);
  }

  @Test
  void shouldTellWhoeverWaitsWhyItFailed() {
    deploy("fails", "--attempts", "1", "--", "sh", "-c", "echo no >&2; exit 3");

    Answer failed = fleet.api().post("/v1/functions/fails/invoke", "x");

    assertThat(failed.status()).as("%s", failed).isEqualTo(502);
    assertThat(failed.at("/code")).isEqualTo("function-failed");
    assertThat(failed.at("/cause")).isEqualTo("exit-nonzero");
    assertThat(failed.at("/exit")).isEqualTo("3");
    Cli.Result invoke = cli.run("fn", "invoke", "fails", "-d", "x");
    assertThat(invoke.exitCode()).isEqualTo(1);
    assertThat(invoke.err()).contains("exit code 3", "function-failed");
  }

  @Test
  void shouldMoveOverToANewVersion() {
    deploy("who", "--", "echo", "one");
    assertThat(invoke("who").text()).isEqualTo("one\n");
    deploy("who", "--", "echo", "two");

    await().atMost(PATIENCE).until(() -> invoke("who").text().equals("two\n"));
  }

  private void deploy(String name, String... more) {
    String[] arguments = new String[6 + more.length];
    System.arraycopy(
        new String[] {"fn", "deploy", name, "--image", "skiff/busybox", "--max=1"},
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    Cli.Result deployed = cli.run(arguments);
    assertThat(deployed.exitCode()).as("%s", deployed).isZero();
  }

  private Answer invoke(String function) {
    Answer answer =
        fleet
            .api()
            .post(
                "/v1/functions/%s/invoke?timeout=60s".formatted(function),
                "hello",
                "content-type",
                "text/plain");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer;
  }

  private static String started(Answer answer) {
    return answer.headers().firstValue("Skiff-Start").orElse("");
  }

  private int runningVms() {
    return fleet.api().get("/v1/vms?state=RUNNING").json().path("items").size();
  }
}
